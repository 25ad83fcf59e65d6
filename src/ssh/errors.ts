import type { SshTarget } from './target';

/** Every way the SSH layer fails. A kind tells what to do, the message tells a person. */
export type SshErrorKind =
  | 'unreachable' // no TCP connection, or the server hung up before it let us in
  | 'timeout' // connecting, or a command past its limit
  | 'connection-lost' // an established connection died; what the command did is not known
  | 'channel-refused' // the server opens no further channel (MaxSessions, ForceCommand, AllowTcpForwarding)
  | 'protocol-mismatch' // no algorithm in common, or not an SSH server
  | 'auth-failed'
  | 'host-key-unknown'
  | 'host-key-changed'
  | 'host-key-revoked'
  | 'key-unreadable' // private key, agent, passphrase
  | 'secret-unreadable' // a file or variable that a SecretRef names
  | 'known-hosts-unreadable'
  | 'sudo-denied'
  | 'shell-unusable'; // the login gives no POSIX shell to run scripts with

const retryableKinds: ReadonlySet<SshErrorKind> = new Set<SshErrorKind>([
  'unreachable',
  'timeout',
  'connection-lost',
  'channel-refused',
]);

export interface SshErrorDetails {
  readonly node: string;
  /** host:port as dialled. */
  readonly host: string;
  /** What went wrong, as a clause: 'connect ECONNREFUSED'. Never holds a secret. */
  readonly cause: string;
  /** What the reader does next, as a sentence. */
  readonly nextAction: string;
  /** The error underneath, for stack traces. */
  readonly underlying?: unknown;
}

/** The one error of the SSH layer: names the node, the cause and the next action. */
export class SshError extends Error {
  override readonly name = 'SshError';
  readonly kind: SshErrorKind;
  readonly node: string;
  readonly host: string;
  readonly nextAction: string;

  constructor(kind: SshErrorKind, details: SshErrorDetails) {
    super(
      `${details.node} (${details.host}): ${details.cause}. ${details.nextAction}`,
      details.underlying === undefined ? undefined : { cause: details.underlying },
    );
    this.kind = kind;
    this.node = details.node;
    this.host = details.host;
    this.nextAction = details.nextAction;
  }

  /** Whether the same attempt can succeed later without anyone changing config, keys or rights. */
  get isRetryable(): boolean {
    return retryableKinds.has(this.kind);
  }
}

/** An SshError about `target`. `cause` is a clause, `nextAction` a sentence. */
export function sshError(
  kind: SshErrorKind,
  target: Pick<SshTarget, 'node' | 'host' | 'port'>,
  cause: string,
  nextAction: string,
  underlying?: unknown,
): SshError {
  const host = target.host.includes(':') ? `[${target.host}]:${target.port}` : `${target.host}:${target.port}`;
  return new SshError(kind, { node: target.node, host, cause, nextAction, underlying });
}
