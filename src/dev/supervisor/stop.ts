import { stopProcess } from '../stop-process';
import { removeStateFile } from '../state-file';
import { findSupervisor, supervisorPaths } from './state';

/** The supervisor gives each worker 20 s, and then kills it. */
const SUPERVISOR_GRACE_MS = 45_000;
/** As long as the supervisor gives a worker. */
const ORPHAN_GRACE_MS = 20_000;

/** Neither the supervisor nor any of its workers runs; workers that a dead supervisor left are stopped too. */
export async function stopSupervised(env?: NodeJS.ProcessEnv): Promise<'not-running' | 'stopped'> {
  const running = findSupervisor(env);
  if (running === undefined) return 'not-running';
  await stopProcess(running.process, SUPERVISOR_GRACE_MS);
  const orphans = running.workers.flatMap(({ process }) => (process === undefined ? [] : [process]));
  await Promise.all(orphans.map((orphan) => stopProcess(orphan, ORPHAN_GRACE_MS)));
  removeStateFile(supervisorPaths(env).state);
  return 'stopped';
}
