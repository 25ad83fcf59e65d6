import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { withLock } from '../lock';
import { isProcessAlive, type ProcessIdentity } from '../process-identity';
import { spawnDetached } from '../spawn-detached';
import { findSupervisor, supervisorPaths, type SupervisorState } from './state';
import { stopSupervised } from './stop';

export interface StartWorkersOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly count: number;
  /** Environment of the workers; the Temporal service they serve is in it. */
  readonly env: NodeJS.ProcessEnv;
  /** Changes with the build, so that workers of an older build are replaced. */
  readonly build: string;
  /** The supervisor's own program; the one beside this file, unless a test runs from source. */
  readonly supervisor?: string;
}

export type StartedWorkers = SupervisorState & { readonly outcome: 'already-running' | 'started' | 'replaced' };

/** A Node process that writes one file. */
const START_TIMEOUT_MS = 10_000;
/** Another command may be stopping the workers. */
const LOCK_TIMEOUT_MS = 60_000;
/** Between looks at a file. */
const POLL_MS = 50;

/**
 * `count` workers run under a supervisor, detached from this process. Running ones of the same build that serve the
 * same Temporal service are left alone; others are stopped first.
 * @throws when the supervisor does not come up
 */
export async function startWorkers(options: StartWorkersOptions): Promise<StartedWorkers> {
  const paths = supervisorPaths(options.env);
  const fingerprint = fingerprintOf(options);
  mkdirSync(paths.directory, { recursive: true, mode: 0o700 });
  return withLock(paths.lock, LOCK_TIMEOUT_MS, async () => {
    const running = findSupervisor(options.env);
    if (running?.alive === true && running.fingerprint === fingerprint) {
      return { ...running, outcome: 'already-running' };
    }
    if (running !== undefined) await stopSupervised(options.env);
    const { command, args, count, env, supervisor = join(__dirname, 'main.js') } = options;
    const started = await spawnDetached({
      command: process.execPath,
      args: [supervisor, paths.state, fingerprint, String(count), command, ...args],
      logFile: paths.log,
      env,
    });
    const state = await waitForState(started, options.env, paths.log);
    return { ...state, outcome: running === undefined ? 'started' : 'replaced' };
  });
}

async function waitForState(
  supervisor: ProcessIdentity,
  env: NodeJS.ProcessEnv,
  logFile: string,
): Promise<SupervisorState> {
  const deadlineMs = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    const state = findSupervisor(env);
    if (state?.process.pid === supervisor.pid && state.workers.length > 0) return state;
    if (!isProcessAlive(supervisor) || Date.now() >= deadlineMs) {
      throw new Error(`the supervisor of the workers does not come up; see ${logFile}`);
    }
    await delay(POLL_MS);
  }
}

function fingerprintOf({ command, args, count, env, build }: StartWorkersOptions): string {
  const service = Object.entries(env)
    .filter(([name]) => name.startsWith('TEMPORAL_'))
    .toSorted(([left], [right]) => (left < right ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([command, args, count, service, build]))
    .digest('hex');
}
