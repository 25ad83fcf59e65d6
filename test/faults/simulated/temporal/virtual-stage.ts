import { VirtualClock } from '../model/clock';
import { seedCrypto } from '../seeded-crypto';
import type { Place, Setting, Stage } from '../stage';
import { SimulatedTemporal } from './server';
import { WorkerPool } from './worker-pool';
import type { WorkflowHost } from './workflow-host';

/** Simulated Temporal servers on a virtual clock: whatever happens follows from the seed. To be had in virtual time. */
export class VirtualStage implements Stage {
  readonly clock = new VirtualClock();
  readonly workerClock = this.clock;
  readonly #seed: number;
  readonly #host: WorkflowHost;
  readonly #servers: SimulatedTemporal[] = [];

  constructor(seed: number, host: WorkflowHost) {
    this.#seed = seed;
    this.#host = host;
    seedCrypto(seed);
  }

  open(namespace: string, { world, points, createActivities }: Setting): Place {
    const seed = this.#seed;
    const pool = new WorkerPool(namespace, world, { seed, hooks: points }, createActivities);
    const service = new SimulatedTemporal({
      namespace,
      seed,
      clock: this.clock,
      journal: world.journal,
      host: this.#host,
      dispatch: pool.dispatch,
      onSchedule: (activity) => points.schedule(activity),
    });
    this.#servers.push(service);
    return { service, pool };
  }

  async settle(): Promise<void> {
    do await new Promise(setImmediate);
    while (await this.#work());
  }

  async advance(): Promise<void> {
    if (!this.clock.advance()) throw new Error('nothing more will happen');
  }

  async #work(): Promise<boolean> {
    let hasWorked = false;
    for (const server of this.#servers) hasWorked = (await server.work()) || hasWorked;
    return hasWorked;
  }
}
