import { setTimeout as delay } from 'node:timers/promises';
import { hasErrorCode } from './error-code';
import { isProcessAlive, type ProcessIdentity } from './process-identity';

/** Between looks whether a process is gone. */
const POLL_MS = 50;

/**
 * The process is gone when this returns: asked by SIGTERM, and killed when it still lives after `graceMs`.
 * A process that merely got the same pid is never touched.
 */
export async function stopProcess(
  identity: ProcessIdentity,
  graceMs: number,
): Promise<'not-running' | 'stopped' | 'killed'> {
  if (!sendSignal(identity, 'SIGTERM')) return 'not-running';
  if (await waitForEnd(identity, graceMs)) return 'stopped';
  sendSignal(identity, 'SIGKILL');
  await waitForEnd(identity, graceMs);
  return 'killed';
}

/** False when the process does not live any more. */
function sendSignal(identity: ProcessIdentity, signal: NodeJS.Signals): boolean {
  if (!isProcessAlive(identity)) return false;
  try {
    process.kill(identity.pid, signal);
    return true;
  } catch (error) {
    if (hasErrorCode(error, 'ESRCH')) return false;
    throw error;
  }
}

async function waitForEnd(identity: ProcessIdentity, timeoutMs: number): Promise<boolean> {
  const deadlineMs = Date.now() + timeoutMs;
  while (isProcessAlive(identity)) {
    if (Date.now() >= deadlineMs) return false;
    await delay(POLL_MS);
  }
  return true;
}
