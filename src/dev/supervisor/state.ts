import { join } from 'node:path';
import { stateDirectory } from '../directories';
import { isProcessAlive, type ProcessIdentity } from '../process-identity';
import { readStateFile } from '../state-file';

export interface SupervisedWorker {
  readonly name: string;
  /** Absent between its end and its next start. */
  readonly process?: ProcessIdentity;
  readonly restarts: number;
}

/** What the supervisor of this user's workers last wrote about itself. */
export interface SupervisorState {
  readonly process: ProcessIdentity;
  /** Everything that, changed, calls for new worker processes: command, count, service, build. */
  readonly fingerprint: string;
  readonly workers: readonly SupervisedWorker[];
}

export interface SupervisorPaths {
  readonly directory: string;
  readonly state: string;
  readonly lock: string;
  readonly log: string;
}

export function supervisorPaths(env?: NodeJS.ProcessEnv): SupervisorPaths {
  const directory = join(stateDirectory(env), 'workers');
  return {
    directory,
    state: join(directory, 'supervisor.json'),
    lock: join(directory, 'supervisor.lock'),
    log: join(directory, 'supervisor.log'),
  };
}

/** The supervisor and workers that live; a dead supervisor may have left living workers. */
export function findSupervisor(env?: NodeJS.ProcessEnv): (SupervisorState & { readonly alive: boolean }) | undefined {
  const state = readStateFile(supervisorPaths(env).state) as SupervisorState | undefined;
  if (state === undefined) return undefined;
  const workers = state.workers.filter(({ process }) => process !== undefined && isProcessAlive(process));
  const alive = isProcessAlive(state.process);
  return alive || workers.length > 0 ? { ...state, workers, alive } : undefined;
}
