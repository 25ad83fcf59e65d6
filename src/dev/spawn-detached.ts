import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { identifyProcess, type ProcessIdentity } from './process-identity';

export interface DetachedCommand {
  readonly command: string;
  readonly args: readonly string[];
  /** Takes standard output and error, appended. */
  readonly logFile: string;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Starts a process in a session of its own: it outlives this one and gets no Ctrl-C of this terminal.
 * @throws when the command cannot be started
 */
export async function spawnDetached(wanted: DetachedCommand): Promise<ProcessIdentity> {
  mkdirSync(dirname(wanted.logFile), { recursive: true, mode: 0o700 });
  const log = openSync(wanted.logFile, 'a', 0o600);
  try {
    const child = spawn(wanted.command, wanted.args, {
      detached: true,
      stdio: ['ignore', log, log],
      env: wanted.env,
      cwd: '/',
    });
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', reject);
    });
    child.unref();
    const identity = child.pid === undefined ? undefined : identifyProcess(child.pid);
    if (identity === undefined) throw new Error(`${wanted.command} ended at once; its output is in ${wanted.logFile}`);
    return identity;
  } finally {
    closeSync(log);
  }
}
