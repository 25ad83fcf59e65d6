import { createActivities } from '../../../src/activities';
import type { KnownMachines } from '../../../src/activities/known-machines';
import type { Cluster } from '../../../src/config/cluster';
import type { StaticFacts } from '../../../src/remote/static-facts';
import { describeFault, type Fault, placeOf } from './faults';
import { VirtualClock } from './model/clock';
import type { Machine } from './model/machine';
import { Random } from './model/random';
import { type NodeProtection, type PreparedResources, World } from './model/world';
import { Person } from './person';
import { type Point, Points } from './points';
import type { CallFate } from './remote/session';
import { seedCrypto } from './seeded-crypto';
import { type Scene, strike } from './strike';
import { SimulatedTemporal } from './temporal/server';
import type { SimulatedWorker } from './temporal/worker';
import { WorkerPool } from './temporal/worker-pool';
import type { WorkflowHost } from './temporal/workflow-host';

export interface SimulationOptions {
  readonly seed: number;
  readonly cluster: Cluster;
  readonly host: WorkflowHost;
  readonly faults?: readonly Fault[];
  /** What of the nodes' side is broken on purpose. */
  readonly broken?: readonly NodeProtection[];
  readonly resources?: PreparedResources;
  readonly onPoint?: (point: Point) => void;
}

/** A run that takes longer hangs. */
const LONGEST_MS = 4 * 3_600_000;
const KILLS_END_AFTER_MS = 200_000;

/** One Temporal server, with workers and somebody who wants a cluster. */
interface Place {
  readonly pool: WorkerPool;
  readonly person: Person;
}

/** A world in which a cluster is installed while faults strike: machines, Temporal servers, workers, people. */
export class Simulation implements Scene {
  readonly clock = new VirtualClock();
  readonly random: Random;
  readonly world: World;
  /** Faults that the run came to. */
  readonly struck: { readonly fault: Fault; readonly point: Point | undefined }[] = [];
  readonly #options: SimulationOptions;
  readonly #points: Points;
  readonly #places: Place[] = [];

  constructor(options: SimulationOptions) {
    const { seed, cluster, broken = [], resources } = options;
    this.#options = options;
    seedCrypto(seed);
    this.random = new Random(seed, 'scene');
    this.#points = new Points((point) => this.#strike(point));
    this.world = new World(cluster, {
      seed,
      clock: this.clock,
      hooks: this.#points,
      broken,
      ...(resources && { resources }),
    });
    this.#open('default');
    for (const fault of options.faults ?? []) if (fault.at === undefined) this.#let(fault, undefined);
  }

  get people(): readonly Person[] {
    return this.#places.map(({ person }) => person);
  }

  /** Everything that crossed a Temporal server. */
  get texts(): readonly string[] {
    return this.people.flatMap(({ temporal }) => temporal.texts);
  }

  /** Lets time go by until it holds; throws where nothing more will happen, or takes hours. */
  readonly until = async (holds: () => boolean): Promise<void> => {
    for (;;) {
      do await new Promise(setImmediate);
      while (await this.#work());
      if (holds()) return;
      if (this.clock.elapsedMs > LONGEST_MS) throw new Error('hours have gone by');
      if (!this.clock.advance()) throw new Error('nothing more will happen');
    }
  };

  kill(worker: SimulatedWorker): void {
    this.#places.find(({ pool }) => pool.workers.includes(worker))?.pool.kill(worker);
  }

  killNowAndThen(): void {
    this.clock.after(this.random.integer(5000, 30_000), () => {
      if (this.clock.elapsedMs > KILLS_END_AFTER_MS) return;
      const workers = this.#places.flatMap(({ pool }) => pool.workers);
      if (workers.length > 0) this.kill(this.random.pick(workers));
      this.killNowAndThen();
    });
  }

  stopTemporal(ms: number): void {
    this.people[0]?.temporal.goAway(ms);
  }

  replaceMachine(machine: Machine, ms: number): void {
    machine.replace(ms);
    for (const person of this.people) person.retried.add(machine.name);
  }

  cancel(): void {
    this.people[0]?.run?.requestCancel();
  }

  terminate(): void {
    this.people[0]?.run?.terminate();
  }

  /** A second Temporal server, of a laptop perhaps, whose somebody does not ask who else is at it. */
  startRival(): void {
    if (this.#places.length > 1) return;
    const rival = this.#open('laptop');
    for (const { person } of this.#places) person.givesUpParked = true;
    for (const { person } of this.#places.slice(0, 1)) person.wantsIt = false;
    rival.person.install();
  }

  #open(namespace: string): Place {
    const { seed, cluster, host } = this.#options;
    const { clock, world } = this;
    const machines = rememberMachines();
    const make = (sessions: Parameters<typeof createActivities>[0]['sessions']) =>
      createActivities({ sessions, machines });
    const pool = new WorkerPool(namespace, world, { seed, hooks: this.#points }, make);
    const onSchedule = (activity: string) => this.#points.schedule(activity);
    const { journal } = world;
    const temporal = new SimulatedTemporal({
      namespace,
      seed,
      clock,
      journal,
      host,
      dispatch: pool.dispatch,
      onSchedule,
    });
    const place = { pool, person: new Person(namespace, temporal, cluster, world) };
    this.#places.push(place);
    return place;
  }

  async #work(): Promise<boolean> {
    let hasWorked = false;
    for (const { person } of this.#places) hasWorked = (await person.temporal.work()) || hasWorked;
    return hasWorked;
  }

  #strike(point: Point): CallFate | undefined {
    this.#options.onPoint?.(point);
    const faults = (this.#options.faults ?? []).filter((fault) => fault.at === placeOf(point));
    const fates = faults.map((fault) => this.#let(fault, point));
    return fates.find((fate) => fate !== undefined);
  }

  #let(fault: Fault, point: Point | undefined): CallFate | undefined {
    this.struck.push({ fault, point });
    this.world.journal.note(`FAULT ${describeFault(fault)}`);
    return strike(this, fault.blow, point);
  }
}

/** What the workers of one place remember on their disk. */
function rememberMachines(): KnownMachines {
  const known = new Map<string, StaticFacts>();
  return {
    recall: async (machine) => known.get(machine),
    remember: async (machine, facts) => void known.set(machine, facts),
  };
}
