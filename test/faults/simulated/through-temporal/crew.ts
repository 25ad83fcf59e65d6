import type { Setting, Workers } from '../stage';
import type { WorkerProcess } from '../temporal/worker-process';
import { realClock } from '../model/clock';
import { type Poll, TemporalWorker } from './temporal-worker';

const WORKERS = 2;
const RESTART_MS = 1500;

/** Workers of one task queue: a dead one is replaced, as the supervisor of the product does. */
export class Crew implements Workers {
  readonly #name: string;
  readonly #poll: Poll;
  readonly #setting: Setting;
  readonly #launches = new Set<Promise<void>>();
  #workers: TemporalWorker[] = [];
  #made = 0;
  #isClosed = false;

  constructor(name: string, poll: Poll, setting: Setting) {
    this.#name = name;
    this.#poll = poll;
    this.#setting = setting;
    for (let count = 0; count < WORKERS; count += 1) this.#launch();
  }

  get workers(): readonly WorkerProcess[] {
    return this.#workers.filter(({ isAlive }) => isAlive);
  }

  kill(worker: WorkerProcess): void {
    if (!worker.isAlive) return;
    worker.kill();
    realClock.after(RESTART_MS, () => this.#launch());
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all(this.#launches);
    await Promise.all(this.#workers.filter(({ isAlive }) => isAlive).map((worker) => worker.close()));
  }

  #launch(): void {
    if (this.#isClosed) return;
    const launch = this.#start().finally(() => this.#launches.delete(launch));
    this.#launches.add(launch);
  }

  /** Tries on while the server is away. */
  async #start(): Promise<void> {
    const name = `${this.#name}-worker-${(this.#made += 1)}`;
    while (!this.#isClosed) {
      try {
        const worker = await TemporalWorker.launch(name, this.#poll, this.#setting);
        this.#workers = [...this.#workers.filter(({ isAlive }) => isAlive), worker];
        return;
      } catch (error) {
        this.#setting.world.journal.note(`${name} does not start: ${String(error).slice(0, 200)}`);
        await new Promise((resolve) => setTimeout(resolve, RESTART_MS));
      }
    }
  }
}
