import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { type SshError, sshError } from './errors';
import { type HostKey, type HostKeyRules, judgeHostKey, readHostKey } from './host-key';
import { explainUntrustedKey } from './host-key-refusal';
import { findKnownHosts, knownHostName } from './known-hosts';
import type { SshTarget } from './target';

/** What is known of the target's key right now. Errors: 'known-hosts-unreadable'; a missing file knows nothing. */
export function loadHostKeyRules(target: SshTarget): HostKeyRules {
  const { pinned = [], trustOnFirstUse = false } = target.hostKey;
  const known = findKnownHosts(readKnownHosts(target), knownHostName(target.host, target.port));
  return { pinned, known, trustOnFirstUse: trustOnFirstUse && target.hostKey.knownHostsFile !== undefined };
}

/** The check of one connection: its first key is judged, and every later key exchange must show that same key. */
export interface HostKeyCheck {
  /** Whether the key is trusted; if not, `refusal` says why. */
  accepts(blob: Buffer): boolean;
  /** To be called once the server has proved that it holds the key: stores a key trusted on first use. Errors: SshError. */
  confirm(): void;
  readonly refusal: SshError | undefined;
}

export function createHostKeyCheck(target: SshTarget, rules: HostKeyRules): HostKeyCheck {
  let accepted: string | undefined;
  let unstored: HostKey | undefined;
  let refusal: SshError | undefined;
  return {
    accepts(blob) {
      const shown = readHostKey(blob);
      if (accepted !== undefined) return accepted === shown.key;
      refusal = explainRefusal(target, rules, shown);
      if (refusal !== undefined) return false;
      accepted = shown.key;
      if (judgeHostKey(shown, rules).kind === 'first-use') unstored = shown;
      return true;
    },
    confirm() {
      if (unstored === undefined) return;
      // Judged again: another connection may have met the same host in the meantime.
      const rulesNow = loadHostKeyRules(target);
      refusal = explainRefusal(target, rulesNow, unstored);
      if (refusal !== undefined) throw refusal;
      if (judgeHostKey(unstored, rulesNow).kind === 'first-use') appendKnownHost(target, unstored);
      unstored = undefined;
    },
    get refusal() {
      return refusal;
    },
  };
}

/** undefined: the key is trusted. */
function explainRefusal(target: SshTarget, rules: HostKeyRules, shown: HostKey): SshError | undefined {
  const verdict = judgeHostKey(shown, rules);
  const isTrusted = verdict.kind === 'trusted' || verdict.kind === 'first-use';
  return isTrusted ? undefined : explainUntrustedKey(target, rules, shown, verdict);
}

function readKnownHosts(target: SshTarget): string {
  const file = target.hostKey.knownHostsFile;
  if (file === undefined) return '';
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw unusableFile(target, 'read', error);
  }
}

/** One append of one line: other processes that store at the same time lose nothing. */
function appendKnownHost(target: SshTarget, { type, key }: HostKey): void {
  const file = target.hostKey.knownHostsFile;
  if (file === undefined) return;
  try {
    const before = readKnownHosts(target);
    const lineBreak = before === '' || before.endsWith('\n') ? '' : '\n';
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const descriptor = openSync(file, 'a', 0o600);
    try {
      writeSync(descriptor, `${lineBreak}${knownHostName(target.host, target.port)} ${type} ${key}\n`);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    throw unusableFile(target, 'write', error);
  }
}

function unusableFile(target: SshTarget, verb: string, error: unknown): SshError {
  return sshError(
    'known-hosts-unreadable',
    target,
    `cannot ${verb} ${target.hostKey.knownHostsFile}: ${error instanceof Error ? error.message : String(error)}`,
    'Make it a file that the user of the worker can read and write, or pin the host key (hostKeys).',
    error,
  );
}
