import type { SlipwayActivities } from '../../../../src/activities/contract';
import type { Sessions } from '../../../../src/ssh/session';
import { Random } from '../model/random';
import type { World } from '../model/world';
import type { ActivityTask } from './activity-task';
import { SimulatedWorker } from './worker';
import type { WorkerHooks } from './worker-process';

const WORKERS = 2;

/** The worker processes of one place: a dead one is replaced, as the supervisor of the product does. */
export class WorkerPool {
  readonly #world: World;
  readonly #hooks: WorkerHooks;
  readonly #createActivities: (sessions: Sessions) => SlipwayActivities;
  readonly #random: Random;
  readonly #place: string;
  #workers: SimulatedWorker[] = [];
  #made = 0;

  constructor(
    place: string,
    world: World,
    { seed, hooks }: { readonly seed: number; readonly hooks: WorkerHooks },
    createActivities: (sessions: Sessions) => SlipwayActivities,
  ) {
    this.#place = place;
    this.#world = world;
    this.#hooks = hooks;
    this.#createActivities = createActivities;
    this.#random = new Random(seed, `workers ${place}`);
    this.#workers = Array.from({ length: WORKERS }, () => this.#make());
  }

  /** Those that live, stopped ones included. */
  get workers(): readonly SimulatedWorker[] {
    return this.#workers.filter(({ isAlive }) => isAlive);
  }

  /** A stopped process may have taken a task just before. */
  readonly dispatch = (task: ActivityTask): void => {
    this.#world.clock.after(this.#random.integer(2, 30), () => task.whenUp(() => this.#give(task)));
  };

  kill(worker: SimulatedWorker): void {
    if (!worker.isAlive) return;
    worker.kill();
    const makeAnother = () => {
      this.#workers = [...this.workers, this.#make()];
    };
    this.#world.clock.after(this.#random.integer(500, 3000), makeAnother);
  }

  #give(task: ActivityTask): void {
    const running = this.workers.filter(({ isStopped }) => !isStopped);
    const takers = running.length === 0 || this.#random.isLucky(0.05) ? this.workers : running;
    if (takers.length === 0) return void this.#world.clock.after(500, () => this.dispatch(task));
    void this.#random.pick(takers).execute(task);
  }

  #make(): SimulatedWorker {
    const name = `${this.#place}-worker-${(this.#made += 1)}`;
    const setting = { world: this.#world, hooks: this.#hooks, clock: this.#world.clock };
    return new SimulatedWorker(name, setting, this.#createActivities);
  }
}
