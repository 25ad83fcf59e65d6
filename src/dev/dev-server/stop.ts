import { removeStateFile } from '../state-file';
import { stopProcess } from '../stop-process';
import { devServerPaths, findDevServer } from './state';

const GRACE_MS = 15_000;

/** No dev server of this user runs; its database stays, and the next start goes on from there. */
export async function stopDevServer(env?: NodeJS.ProcessEnv): Promise<'not-running' | 'stopped' | 'killed'> {
  const running = findDevServer(env);
  return running === undefined ? 'not-running' : stopProcess(running.process, GRACE_MS);
}

/** Stops the dev server and forgets its ports; the caller removes the directory when the histories may go. */
export async function forgetDevServer(env?: NodeJS.ProcessEnv): Promise<void> {
  await stopDevServer(env);
  removeStateFile(devServerPaths(env).state);
}
