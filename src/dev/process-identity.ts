import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';

/** A process that cannot be mistaken for another one that got the same pid later. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Boot and start time of the process, opaque; compared for equality. */
  readonly startedAt: string;
}

/** The identity of a living process; absent when there is none with this pid, or only its zombie. */
export function identifyProcess(pid: number): ProcessIdentity | undefined {
  const startedAt = existsSync('/proc/self/stat') ? readLinuxStart(pid) : readStartByPs(pid);
  return startedAt === undefined ? undefined : { pid, startedAt };
}

export function isProcessAlive(identity: ProcessIdentity): boolean {
  return identifyProcess(identity.pid)?.startedAt === identity.startedAt;
}

/** Source: proc(5), `/proc/pid/stat`; the name in field 2 may hold spaces and parentheses. */
function readLinuxStart(pid: number): string | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return undefined;
  }
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, startTicks] = [fields[0], fields[19]];
  if (startTicks === undefined || state === 'X' || (state === 'Z' && !hasLivingThreads(pid))) return undefined;
  return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${startTicks}`;
}

/** The first thread may be a zombie while others still hold the process's files and ports. */
function hasLivingThreads(pid: number): boolean {
  try {
    return readdirSync(`/proc/${pid}/task`).length > 1;
  } catch {
    return false;
  }
}

function readStartByPs(pid: number): string | undefined {
  try {
    const start = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    return start === '' ? undefined : start;
  } catch {
    return undefined;
  }
}
