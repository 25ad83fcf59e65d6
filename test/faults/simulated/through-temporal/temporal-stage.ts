import type { Place, Setting, Stage } from '../stage';
import { realClock } from '../model/clock';
import { FastClock } from './fast-clock';
import { Crew } from './crew';
import type { DevServer } from './dev-server';
import { TemporalService } from './temporal-service';

/**
 * How much faster than the day the machines live. Temporal's own times, among them the heartbeats by which a dead worker
 * is found out, are those of the product and not shortened.
 */
const SPEED = 8;
const LOOK_EVERY_MS = 20;

/** Real Temporal servers and real workers over simulated machines, whose time goes by fast. */
export class TemporalStage implements Stage {
  readonly clock = new FastClock(SPEED);
  readonly workerClock = realClock;
  readonly #servers: readonly DevServer[];
  readonly #taskQueue: string;
  readonly #crews: Crew[] = [];
  readonly #services: TemporalService[] = [];

  /** The servers of the places that are opened, in that order. */
  constructor(servers: readonly DevServer[], taskQueue: string) {
    this.#servers = servers;
    this.#taskQueue = taskQueue;
  }

  open(name: string, setting: Setting): Place {
    const server = this.#servers[this.#crews.length];
    if (server === undefined) throw new Error(`there is no Temporal server for ${name}`);
    const { journal } = setting.world;
    const pool = new Crew(name, { address: server.address, taskQueue: this.#taskQueue }, setting);
    const service = new TemporalService({ server, taskQueue: this.#taskQueue, journal, speed: SPEED });
    this.#crews.push(pool);
    this.#services.push(service);
    return { service, pool };
  }

  async settle(): Promise<void> {}

  async advance(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }

  /** Workflows whose history does not replay with what made it. */
  async findUnreplayable(): Promise<readonly string[]> {
    return (await Promise.all(this.#services.map((service) => service.findUnreplayable()))).flat();
  }

  /** Ends the workers. */
  async close(): Promise<void> {
    await Promise.all(this.#crews.map((crew) => crew.close()));
  }
}
