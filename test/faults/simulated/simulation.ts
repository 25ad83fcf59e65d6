import { createActivities } from '../../../src/activities';
import type { KnownMachines } from '../../../src/activities/known-machines';
import type { Cluster } from '../../../src/config/cluster';
import type { StaticFacts } from '../../../src/remote/static-facts';
import { describeFault, type Fault, placeOf } from './faults';
import type { Machine } from './model/machine';
import { Random } from './model/random';
import { type NodeProtection, type PreparedResources, World } from './model/world';
import { Person } from './person';
import { type Point, Points } from './points';
import type { CallFate } from './remote/session';
import type { Place, Stage } from './stage';
import { type Scene, strike } from './strike';
import type { WorkerProcess } from './temporal/worker-process';

export interface SimulationOptions {
  readonly seed: number;
  readonly cluster: Cluster;
  readonly stage: Stage;
  /** What of the nodes' side is broken on purpose. */
  readonly broken?: readonly NodeProtection[];
  readonly resources?: PreparedResources;
  readonly onPoint?: (point: Point) => void;
}

/** A run that takes longer hangs. */
const LONGEST_MS = 4 * 3_600_000;
const KILLS_END_AFTER_MS = 200_000;
/** The longest that a machine without power, or what a dead run left, may still be about. */
const AFTERMATH_MS = 90_000;

/** Somebody who wants a cluster, and what there is for it. */
interface Party extends Place {
  readonly person: Person;
}

/** A world in which a cluster is installed while faults strike: machines, Temporal servers, workers, people. */
export class Simulation implements Scene {
  readonly clock: Stage['clock'];
  readonly random: Random;
  readonly world: World;
  /** Faults that the run came to. */
  readonly struck: { readonly fault: Fault; readonly point: Point | undefined }[] = [];
  readonly #options: SimulationOptions;
  readonly #points: Points;
  readonly #parties: Party[] = [];
  #faults: readonly Fault[] = [];

  constructor(options: SimulationOptions) {
    const { seed, cluster, broken = [], resources, stage } = options;
    this.#options = options;
    this.clock = stage.clock;
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
  }

  /** From here on these faults strike, at places that are counted from here on. */
  lay(faults: readonly Fault[]): void {
    this.#points.restart();
    this.#faults = faults;
    for (const fault of faults) if (fault.at === undefined) this.#let(fault, undefined);
  }

  get people(): readonly Person[] {
    return this.#parties.map(({ person }) => person);
  }

  /** Everything that crossed a Temporal server. */
  async readTexts(): Promise<readonly string[]> {
    const texts = await Promise.all(this.#parties.map(({ service }) => service.readTexts()));
    return texts.flat();
  }

  /** Lets time go by until it holds; throws where nothing more will happen, or takes hours. */
  readonly until = async (holds: () => boolean): Promise<void> => {
    const { stage } = this.#options;
    for (;;) {
      await stage.settle();
      if (holds()) return;
      if (this.clock.elapsedMs > LONGEST_MS) throw new Error('hours have gone by');
      await stage.advance();
    }
  };

  /** Whatever a stopped worker, a machine without power or a dead run has left is over. */
  async rest(): Promise<void> {
    await this.until(() => this.#workers.every(({ isStopped }) => !isStopped));
    const quietFromMs = this.clock.elapsedMs + AFTERMATH_MS;
    this.clock.after(AFTERMATH_MS, () => undefined);
    await this.until(() => this.clock.elapsedMs >= quietFromMs);
  }

  kill(worker: WorkerProcess): void {
    this.#parties.find(({ pool }) => pool.workers.includes(worker))?.pool.kill(worker);
  }

  killNowAndThen(): void {
    this.#options.stage.workerClock.after(this.random.integer(5000, 30_000), () => {
      if (this.clock.elapsedMs > KILLS_END_AFTER_MS) return;
      const workers = this.#workers;
      if (workers.length > 0) this.kill(this.random.pick(workers));
      this.killNowAndThen();
    });
  }

  stopTemporal(ms: number): void {
    this.#parties[0]?.service.goAway(ms);
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
    if (this.#parties.length > 1) return;
    const rival = this.#open('laptop');
    for (const { person } of this.#parties) person.givesUpParked = true;
    const [first] = this.#parties;
    if (first === undefined) return;
    first.person.wantsIt = false;
    rival.person.pursue(first.person.errand);
  }

  get #workers(): readonly WorkerProcess[] {
    return this.#parties.flatMap(({ pool }) => pool.workers);
  }

  #open(name: string): Party {
    const { cluster, stage } = this.#options;
    const machines = rememberMachines();
    const { world } = this;
    const place = stage.open(name, {
      world,
      points: this.#points,
      createActivities: (sessions) => createActivities({ sessions, machines }),
    });
    const party = { ...place, person: new Person(name, place.service, cluster, world) };
    this.#parties.push(party);
    return party;
  }

  #strike(point: Point): CallFate | undefined {
    this.#options.onPoint?.(point);
    const faults = this.#faults.filter((fault) => fault.at === placeOf(point));
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
