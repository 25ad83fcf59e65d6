import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { identifyProcess } from '../process-identity';
import { stopProcess } from '../stop-process';
import type { SupervisedWorker } from './state';

export interface WorkerCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly count: number;
  readonly logDirectory: string;
  readonly onChange: (workers: readonly SupervisedWorker[]) => void;
  readonly log: (line: string) => void;
}

export interface Supervision {
  /** No worker runs any more, and none is started again, when this returns. */
  stop(graceMs: number): Promise<void>;
}

/** A worker that died is missed at once. */
const FIRST_RESTART_MS = 200;
/** Pauses double up to this: one that cannot start shall not heat the machine. */
const LONGEST_RESTART_MS = 30_000;
/** A worker that lived this long was well: its next restart is quick again. */
const WELL_AFTER_MS = 60_000;

interface Seat {
  readonly name: string;
  child?: ChildProcess;
  startedAtMs: number;
  delayMs: number;
  restarts: number;
  restart?: NodeJS.Timeout;
}

/** Keeps `count` worker processes alive, each with a log file; one that ends is started again, ever more slowly. */
export function superviseWorkers(wanted: WorkerCommand): Supervision {
  const seats: readonly Seat[] = Array.from({ length: wanted.count }, (_, index) => ({
    name: `worker-${index + 1}`,
    startedAtMs: 0,
    delayMs: FIRST_RESTART_MS,
    restarts: 0,
  }));
  let stopping = false;

  const start = (seat: Seat): void => {
    seat.startedAtMs = Date.now();
    seat.child = spawnWorker(wanted, seat.name);
    seat.child.once('error', (error) => onEnd(seat, error.message));
    seat.child.once('exit', (code, signal) => onEnd(seat, signal ?? `exit code ${code}`));
    wanted.onChange(seats.map(describeSeat));
  };
  const onEnd = (seat: Seat, reason: string): void => {
    delete seat.child;
    if (!stopping) {
      if (Date.now() - seat.startedAtMs >= WELL_AFTER_MS) seat.delayMs = FIRST_RESTART_MS;
      wanted.log(`${seat.name} ended (${reason}); starting it again in ${seat.delayMs} ms`);
      seat.restart = setTimeout(() => start(seat), seat.delayMs);
      seat.delayMs = Math.min(seat.delayMs * 2, LONGEST_RESTART_MS);
      seat.restarts += 1;
    }
    wanted.onChange(seats.map(describeSeat));
  };

  seats.forEach(start);
  return {
    async stop(graceMs) {
      stopping = true;
      for (const { restart } of seats) clearTimeout(restart);
      await Promise.all(seats.map((seat) => stopSeat(seat, graceMs)));
    },
  };
}

function spawnWorker({ command, args, logDirectory }: WorkerCommand, name: string): ChildProcess {
  const log = openSync(join(logDirectory, `${name}.log`), 'a', 0o600);
  try {
    return spawn(command, args, { detached: true, stdio: ['ignore', log, log] });
  } finally {
    closeSync(log);
  }
}

function describeSeat({ name, child, restarts }: Seat): SupervisedWorker {
  const process = child?.pid === undefined ? undefined : identifyProcess(child.pid);
  return process === undefined ? { name, restarts } : { name, process, restarts };
}

async function stopSeat({ child }: Seat, graceMs: number): Promise<void> {
  const identity = child?.pid === undefined ? undefined : identifyProcess(child.pid);
  if (identity !== undefined) await stopProcess(identity, graceMs);
}
