import type { SlipwayActivities } from '../../../src/activities/contract';
import type { Sessions } from '../../../src/ssh/session';
import type { Clock } from './model/clock';
import type { World } from './model/world';
import type { Points } from './points';
import type { Service } from './service';
import type { WorkerProcess } from './temporal/worker-process';

/** The worker processes of one place: a dead one is replaced, as the supervisor of the product does. */
export interface Workers {
  /** Those that live, stopped ones included. */
  readonly workers: readonly WorkerProcess[];
  kill(worker: WorkerProcess): void;
}

/** A Temporal service and workers that poll it. */
export interface Place {
  readonly service: Service;
  readonly pool: Workers;
}

/** What the workers of a place run, and what they run it on. */
export interface Setting {
  readonly world: World;
  readonly points: Points;
  readonly createActivities: (sessions: Sessions) => SlipwayActivities;
}

/** Where a scenario is played: what the Temporal services are, and how time goes by. */
export interface Stage {
  /** Of the machines, and of whoever wants a cluster. */
  readonly clock: Clock & { readonly elapsedMs: number };
  /** Of workers, whose heartbeats Temporal times. */
  readonly workerClock: Clock;
  open(name: string, setting: Setting): Place;
  /** Lets happen what is due now. */
  settle(): Promise<void>;
  /** Lets time go by; throws where nothing more will happen. */
  advance(): Promise<void>;
}
