import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FREEZER = '/sys/fs/cgroup/freezer';

/**
 * Nothing below this cgroup is frozen any more. runc freezes a container while it sets its devices; with cgroup v1 a
 * process that is killed in that moment does not die, nor does the machine that it is in. Returns how many were thawed.
 */
export function thaw(cgroup: string, root = FREEZER): number {
  const frozen = listStates(join(root, cgroup)).filter((file) => readState(file) !== 'THAWED');
  for (const file of frozen) writeState(file);
  return frozen.length;
}

/** A cgroup goes with its last process. */
function ifThere<Value>(look: () => Value): Value | undefined {
  try {
    return look();
  } catch (error) {
    if (['ENOENT', 'ENODEV'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}

function listStates(directory: string): string[] {
  const files = ifThere(() => readdirSync(directory, { recursive: true, encoding: 'utf8' })) ?? [];
  return files.filter((file) => file.endsWith('freezer.state')).map((file) => join(directory, file));
}

function readState(file: string): string {
  return ifThere(() => readFileSync(file, 'utf8').trim()) ?? 'THAWED';
}

function writeState(file: string): void {
  ifThere(() => writeFileSync(file, 'THAWED'));
}
