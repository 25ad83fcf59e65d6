import { readFile } from 'node:fs/promises';

/** A process that cannot be mistaken for a later one of the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Start time since boot, in clock ticks, as the kernel tells it. */
  readonly start: string;
}

/** When a process began, or undefined when there is none (or only its zombie, without any thread that still ends). */
export async function readProcessStart(pid: number): Promise<string | undefined> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const isGone = fields[0] === 'Z' && Number(fields[17]) <= 1;
    return isGone ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

export async function isSameProcess(identity: ProcessIdentity): Promise<boolean> {
  const start = await readProcessStart(identity.pid);
  return start !== undefined && start === identity.start;
}
