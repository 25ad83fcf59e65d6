import { linkSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { hasErrorCode } from './error-code';
import { identifyProcess, isProcessAlive, type ProcessIdentity } from './process-identity';
import { readStateFile } from './state-file';

/** Between looks whether a lock is free. */
const POLL_MS = 100;

/**
 * Runs `work` while no other process runs under the lock of the same path. A holder that died does not block.
 * @throws when a living process holds the lock for longer than `timeoutMs`
 */
export async function withLock<T>(path: string, timeoutMs: number, work: () => Promise<T>): Promise<T> {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const deadlineMs = Date.now() + timeoutMs;
  while (!tryLock(path)) {
    const holder = readStateFile(path) as ProcessIdentity | undefined;
    if (holder !== undefined && !isProcessAlive(holder)) removeDeadLock(path);
    else if (Date.now() >= deadlineMs) {
      throw new Error(
        `${path} is held by process ${holder?.pid ?? 'unknown'} for more than ${timeoutMs / 1000} s; let it end, or end it, and try again`,
      );
    } else await delay(POLL_MS);
  }
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}

/** The lock appears whole, with its holder inside: written aside, then linked, which fails when it exists. */
function tryLock(path: string): boolean {
  const staged = `${path}.${process.pid}`;
  writeFileSync(staged, JSON.stringify(identifyProcess(process.pid)), { mode: 0o600 });
  try {
    linkSync(staged, path);
    return true;
  } catch (error) {
    if (hasErrorCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    rmSync(staged, { force: true });
  }
}

/** Another process may have removed the dead lock and taken it anew since it was read: then that one is put back. */
function removeDeadLock(path: string): void {
  const aside = `${path}.dead.${process.pid}`;
  try {
    renameSync(path, aside);
    const holder = readStateFile(aside) as ProcessIdentity | undefined;
    if (holder !== undefined && isProcessAlive(holder)) linkSync(aside, path);
  } catch (error) {
    if (!hasErrorCode(error, 'ENOENT', 'EEXIST')) throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}
