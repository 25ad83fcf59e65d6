import { readFile, stat } from 'node:fs/promises';
import type { SecretRef } from '../config/cluster';
import { failure } from './failures';
import { onWorker } from './ssh-target';

/** Read, write or execute for anybody but the owner and the group, which a mounted Secret has. */
const OTHERS = 0o007;

/** A secret of any number of lines, as a reference of the cluster file finds it here. Errors: ApplicationFailure `SecretUnreadable`. */
export async function readSecretText(purpose: string, ref: SecretRef): Promise<string> {
  const source = 'file' in ref ? `file ${ref.file}` : `environment variable ${ref.env}`;
  const fail = (why: string) => failure('SecretUnreadable', `the ${purpose} cannot be read from ${source}: ${why}.`);
  if ('env' in ref) {
    const text = process.env[ref.env];
    if (text === undefined || text === '') throw fail('it is not set in the environment of the worker');
    return text;
  }
  const path = onWorker(ref.file);
  const { mode } = await stat(path).catch((error: Error) => Promise.reject(fail(error.message)));
  if ((mode & OTHERS) !== 0)
    throw fail(`its mode ${(mode & 0o777).toString(8)} lets others read it; chmod 600 ${path}`);
  return readFile(path, 'utf8').catch((error: Error) => Promise.reject(fail(error.message)));
}
