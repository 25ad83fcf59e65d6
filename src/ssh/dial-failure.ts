import { isNativeError } from 'node:util/types';
import type { Credentials } from './auth';
import { type SshError, sshError } from './errors';
import type { SshTarget } from './target';

/** How far a dial got. */
export type DialStage = 'connect' | 'handshake' | 'login';

/** What ssh2 adds to its errors. */
interface ClientError extends Error {
  readonly level?: string;
  readonly code?: string | number;
}

/** Disconnect codes (RFC 4253, 11.1) by which a server ends a login it will not grant; OpenSSH says 2. */
const loginRefusals: readonly unknown[] = [2, 13, 14, 15];

/** Names why a dial failed. `banner` is what the server had to say to the user, such as pam_nologin's notice. */
export function explainDialFailure(
  target: SshTarget,
  stage: DialStage,
  error: ClientError,
  credentials: Credentials,
  banner: string,
): SshError {
  if (error.level === 'client-authentication') return credentials.explainFailure();
  if (stage === 'login' && loginRefusals.includes(error.code)) return credentials.explainFailure(reasonOf(error));
  if (stage === 'handshake' && /no matching|signature|negotiated|malformed/i.test(error.message)) {
    return sshError(
      'protocol-mismatch',
      target,
      `the SSH handshake failed: ${reasonOf(error)}`,
      'Allow current algorithms in the sshd_config of the machine (ssh -vv shows what it offers).',
      error,
    );
  }
  const notice = banner.trim() === '' ? '' : `, saying "${banner.trim().slice(0, 400)}"`;
  return sshError(
    'unreachable',
    target,
    `${stageFailures[stage]}: ${reasonOf(error)}${notice}`,
    nextActions[stage],
    error,
  );
}

const stageFailures: Record<DialStage, string> = {
  connect: 'no connection',
  handshake: 'the server hung up before the SSH handshake was done',
  login: 'the server hung up during the login',
};

const nextActions: Record<DialStage, string> = {
  connect: 'Check host and port, that the machine is up and sshd runs, and the firewalls in between.',
  handshake: 'Check that the port is sshd, and its MaxStartups and PerSourcePenalties when many dial at once.',
  login: 'The machine may still be booting; otherwise look at the log of sshd there.',
};

/** Node wraps the failures of several addresses into one error without a message. */
function reasonOf(error: Error): string {
  const inner: unknown = error instanceof AggregateError ? error.errors[0] : undefined;
  return error.message === '' && isNativeError(inner) ? inner.message : error.message;
}
