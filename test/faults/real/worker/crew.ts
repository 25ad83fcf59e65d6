import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../../../lab/paths';
import { type Order, ORDER_VARIABLE } from './order';

const PAUSE_MS = 200;
/** Twice the heartbeat timeout: by then another attempt has been under way for long. */
const FROZEN_MS = 16_000;
const LOOK_EVERY_MS = 250;
const STOP_MS = 25_000;

export interface CrewOptions {
  readonly count: number;
  readonly order: Order;
  readonly env: NodeJS.ProcessEnv;
  readonly logDirectory: string;
}

/** Worker processes that are started again whenever one ends, and woken when one has been frozen for long enough. */
export class Crew {
  readonly #options: CrewOptions;
  readonly #workers: (ChildProcess | undefined)[];
  readonly #frozenSinceMs = new Map<number, number>();
  readonly #watch: NodeJS.Timeout;
  readonly #killAll = () => this.#workers.forEach((worker) => worker?.kill('SIGKILL'));
  #isStopping = false;

  constructor(options: CrewOptions) {
    this.#options = options;
    this.#workers = Array.from({ length: options.count }, () => undefined);
    this.#workers.forEach((_, seat) => this.#start(seat));
    this.#watch = setInterval(() => this.#wakeFrozen(), LOOK_EVERY_MS);
    // Workers of a suite that is ended from outside would go on, with whatever Temporal server comes under its address.
    process.once('exit', this.#killAll);
  }

  get size(): number {
    return this.#workers.length;
  }

  get pids(): number[] {
    return this.#workers.flatMap((worker) => worker?.pid ?? []);
  }

  /** SIGKILL to the worker in this seat, if there is one now; its pid. */
  kill(seat: number): number | undefined {
    const worker = this.#workers[seat % this.#workers.length];
    worker?.kill('SIGKILL');
    return worker?.pid;
  }

  /** Ends all of them as an operator would, and those that hang by force. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    clearInterval(this.#watch);
    await Promise.all(this.#workers.filter((worker) => worker !== undefined).map(stopWorker));
    process.removeListener('exit', this.#killAll);
  }

  #start(seat: number): void {
    if (this.#isStopping) return;
    const { order, env, logDirectory } = this.#options;
    const log = openSync(join(logDirectory, `worker-${seat + 1}.log`), 'a', 0o600);
    const program = join(__dirname, 'main.ts');
    const worker = spawn(process.execPath, [join(projectRoot(), 'scripts', 'run-typescript.mjs'), program], {
      env: { ...env, [ORDER_VARIABLE]: JSON.stringify(order) },
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    this.#workers[seat] = worker;
    worker.once('exit', () => {
      this.#workers[seat] = undefined;
      setTimeout(() => this.#start(seat), PAUSE_MS);
    });
  }

  #wakeFrozen(): void {
    const nowMs = Date.now();
    for (const pid of this.pids) {
      if (!isFrozen(pid)) {
        this.#frozenSinceMs.delete(pid);
        continue;
      }
      const sinceMs = this.#frozenSinceMs.get(pid) ?? nowMs;
      this.#frozenSinceMs.set(pid, sinceMs);
      if (nowMs - sinceMs >= FROZEN_MS) process.kill(pid, 'SIGCONT');
    }
  }
}

/** Source: proc(5), `/proc/pid/stat`; the name in field 2 may hold spaces and parentheses. */
function isFrozen(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).startsWith('T');
  } catch {
    return false;
  }
}

async function stopWorker(worker: ChildProcess): Promise<void> {
  if (worker.exitCode !== null || worker.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  worker.kill('SIGCONT');
  worker.kill('SIGTERM');
  const patience = setTimeout(() => worker.kill('SIGKILL'), STOP_MS);
  await ended;
  clearTimeout(patience);
}
