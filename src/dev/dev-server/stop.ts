import { stopProcess } from '../stop-process';
import { findDevServer } from './state';

/** The server writes its database to disk. */
const GRACE_MS = 15_000;

/** No dev server of this user runs; its database stays, and the next start goes on from there. */
export async function stopDevServer(env?: NodeJS.ProcessEnv): Promise<'not-running' | 'stopped' | 'killed'> {
  const running = findDevServer(env);
  return running === undefined ? 'not-running' : stopProcess(running.process, GRACE_MS);
}
