import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSessions } from '../../src/ssh/pool';
import { SshError } from '../../src/ssh/errors';
import type { Sessions } from '../../src/ssh/session';
import type { SshTarget } from '../../src/ssh/target';
import { createKeyPair, type KeyPair } from '../fakes/ssh-keys';
import { type Sshd, type SshdOptions, startSshd } from '../fakes/sshd';

/** A directory, a key pair, servers that let it in, and a pool: all gone after `remove`. */
export interface Site {
  readonly directory: string;
  readonly userKey: KeyPair;
  readonly sessions: Sessions;
  startSshd(options?: Partial<SshdOptions>): Promise<Sshd>;
  /** root on that server, by key, its host key pinned; `changes` win. */
  target(sshd: Sshd, changes?: Partial<SshTarget>): SshTarget;
  /** A file only root reads, for a SecretRef. */
  secretFile(content: string): string;
  remove(): Promise<void>;
}

export function createSite(): Site {
  const directory = mkdtempSync(join(tmpdir(), 'slipway-ssh-'));
  // sshd reads authorized_keys as the user who logs in.
  chmodSync(directory, 0o755);
  const userKey = createKeyPair(directory, 'user');
  const servers: Sshd[] = [];
  const sessions = createSessions();
  let files = 0;
  return {
    directory,
    userKey,
    sessions,
    async startSshd(options = {}) {
      const sshd = await startSshd({ directory, authorizedKeys: [userKey.publicKey], ...options });
      servers.push(sshd);
      return sshd;
    },
    target: (sshd, changes = {}) => ({
      node: 'node-1',
      host: '127.0.0.1',
      port: sshd.port,
      user: 'root',
      auth: { privateKeyFile: userKey.privateKeyFile },
      hostKey: { pinned: sshd.hostKeys.map(({ publicKey }) => publicKey) },
      sudo: { mode: 'none' },
      ...changes,
    }),
    secretFile(content) {
      files += 1;
      const file = join(directory, `secret-${files}`);
      writeFileSync(file, content, { mode: 0o600 });
      return file;
    },
    async remove() {
      await sessions.closeAll();
      await Promise.all(servers.map((sshd) => sshd.kill()));
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** The SshError that a promise rejects with; anything else fails the test. */
export async function refusalOf(promise: Promise<unknown>): Promise<SshError> {
  const outcome: unknown = await promise.catch((error: unknown) => error);
  if (outcome instanceof SshError) return outcome;
  throw new Error(`expected an SshError, got ${String(outcome)}`, { cause: outcome });
}
