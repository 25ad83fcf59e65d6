import { readFile, stat } from 'node:fs/promises';
import { sshError } from './errors';
import type { SecretRef, SshTarget } from './target';

/** Makes the error of a reason, which names no content, and a next action. */
export type SecretFailure = (reason: string, nextAction: string, underlying?: unknown) => Error;

/**
 * The secret's text; from a file without its last line break. Errors: 'secret-unreadable' when it is missing, empty,
 * several lines long or open to other users.
 */
export async function readSecret(target: SshTarget, purpose: string, ref: SecretRef): Promise<string> {
  const source = 'file' in ref ? `file ${ref.file}` : `environment variable ${ref.env}`;
  const fail = (reason: string, nextAction: string) =>
    sshError('secret-unreadable', target, `cannot read the ${purpose} from ${source}: ${reason}`, nextAction);
  return readSecretText(purpose, ref, fail);
}

/** As `readSecret`, with an error that `fail` makes. */
export async function readSecretText(purpose: string, ref: SecretRef, fail: SecretFailure): Promise<string> {
  const text =
    'file' in ref
      ? (await readPrivateFile(ref.file, fail)).toString('utf8').replace(/\r?\n$/, '')
      : process.env[ref.env];
  if (text === undefined) throw fail('it is not set', 'Set it in the environment of the worker and restart that.');
  if (text === '') throw fail('it is empty', `Put the ${purpose} there.`);
  if (/[\r\n\0]/.test(text)) throw fail('it holds more than one line', `Leave only the ${purpose} there.`);
  return text;
}

/** The bytes of a file that no other user can read; `fail` makes the error from a reason and a next action. */
export async function readPrivateFile(file: string, fail: SecretFailure): Promise<Buffer> {
  const unreadable = (error: unknown) =>
    fail(reasonOf(error), 'Name a file that exists on the worker and that its user can read.', error);
  const { mode, uid } = await stat(file).catch((error: unknown) => {
    throw unreadable(error);
  });
  if (isOpenToOthers(mode, uid)) {
    throw fail(`its mode ${(mode & 0o777).toString(8)} lets other users read it`, `Run: chmod 600 ${file}`);
  }
  return readFile(file).catch((error: unknown) => {
    throw unreadable(error);
  });
}

/** OpenSSH's rule: a group may read what belongs to someone else (a mounted Kubernetes Secret), others never. */
function isOpenToOthers(mode: number, uid: number): boolean {
  const isOwn = uid === process.getuid?.();
  return (mode & (isOwn ? 0o077 : 0o007)) !== 0;
}

function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT') return 'no such file';
  if (code === 'EACCES') return 'permission denied';
  return error instanceof Error ? error.message : String(error);
}
