import { asyncLocalStorage, type Context } from '@temporalio/activity';
import type { Sessions } from '../../../../src/ssh/session';
import type { Clock } from '../model/clock';
import type { World } from '../model/world';
import { type Caller, type CallFate, SimulatedSession } from '../remote/session';

/** One attempt of an activity, as faults are told of it. */
export interface AttemptPlace {
  readonly activity: string;
  readonly node?: string;
}

/** Where faults reach into a worker. */
export interface WorkerHooks {
  /** An attempt is about to begin. */
  attemptBegins(worker: WorkerProcess, attempt: AttemptPlace): void;
  /** An attempt is over; its result has not been handed in. */
  attemptEnds(worker: WorkerProcess, attempt: AttemptPlace): void;
  /** An attempt is about to give a command to a node. */
  callBegins(worker: WorkerProcess, attempt: AttemptPlace, command: string): CallFate;
}

interface Running {
  readonly worker: WorkerProcess;
  readonly place: AttemptPlace;
}

/** The SDK's own storage knows whose code runs; another one beside it would slow down every promise. */
const attempts = new WeakMap<Context, Running>();

function currentAttempt(): Running | undefined {
  const context = asyncLocalStorage.getStore();
  return context && attempts.get(context);
}

/** Whether the code that asks runs in a worker that lives, is stopped, or is dead; undefined outside of workers. */
export function currentWorker(): WorkerProcess | undefined {
  return currentAttempt()?.worker;
}

export interface WorkerSetting {
  readonly world: World;
  readonly hooks: WorkerHooks;
  /** By which a stopped process is continued. */
  readonly clock: Clock;
}

/** One worker process: its SSH sessions, and whether it lives. Its activities run only while it does. */
export class WorkerProcess implements Caller {
  readonly name: string;
  readonly world: World;
  readonly hooks: WorkerHooks;
  readonly sessions: Sessions;
  readonly #clock: Clock;
  #isAlive = true;
  #thaw: { readonly promise: Promise<void>; readonly resolve: () => void } | undefined;

  constructor(name: string, { world, hooks, clock }: WorkerSetting) {
    this.name = name;
    this.world = world;
    this.hooks = hooks;
    this.#clock = clock;
    this.sessions = this.#openSessions();
  }

  get isAlive(): boolean {
    return this.#isAlive;
  }

  get isStopped(): boolean {
    return this.#thaw !== undefined;
  }

  /** SIGKILL: nothing of it goes on. */
  kill(): void {
    if (!this.#isAlive) return;
    this.#isAlive = false;
    this.world.journal.note(`${this.name}: KILLED`);
  }

  /** SIGSTOP, and SIGCONT after so long: its attempts go on then, as if nothing had been. */
  stop(ms: number): void {
    if (!this.#isAlive || this.#thaw !== undefined) return;
    this.world.journal.note(`${this.name}: STOPPED for ${ms} ms`);
    let resolve = (): void => undefined;
    const promise = new Promise<void>((settle) => {
      resolve = settle;
    });
    this.#thaw = { promise, resolve };
    this.#clock.after(ms, () => this.continue());
  }

  /** Resolves while the process runs. */
  async passes(): Promise<void> {
    while (this.#thaw !== undefined) await this.#thaw.promise;
    if (!this.#isAlive) await new Promise<never>(() => undefined);
  }

  async begin(_node: string, command: string): Promise<CallFate> {
    await this.passes();
    const attempt = currentAttempt();
    const fate = attempt === undefined ? 'through' : this.hooks.callBegins(this, attempt.place, command);
    await this.passes();
    return fate;
  }

  async end(): Promise<void> {
    await this.passes();
  }

  protected continue(): void {
    this.world.journal.note(`${this.name}: continues`);
    this.#thaw?.resolve();
    this.#thaw = undefined;
  }

  /** What runs in `context` is an attempt of this process. */
  protected own(context: Context, place: AttemptPlace): void {
    attempts.set(context, { worker: this, place });
  }

  /** An attempt from its beginning to where its result may be handed in, with the faults that strike at either. */
  protected async attend<Result>(place: AttemptPlace, work: () => Promise<Result>): Promise<Result> {
    await this.passes();
    this.hooks.attemptBegins(this, place);
    await this.passes();
    const result = await work();
    await this.passes();
    this.hooks.attemptEnds(this, place);
    await this.passes();
    return result;
  }

  #openSessions(): Sessions {
    const open = new Map<string, SimulatedSession>();
    return {
      get: async (target) => {
        await this.passes();
        const session = open.get(target.node) ?? new SimulatedSession(this.world.machine(target.node), target, this);
        open.set(target.node, session);
        return session;
      },
      closeAll: async () => undefined,
    };
  }
}

/** What an attempt of `activity` with this input is about. */
export function attemptPlace(activity: string, input: unknown): AttemptPlace {
  const node = nodeOf(input);
  return { activity, ...(node !== undefined && { node }) };
}

function nodeOf(input: unknown): string | undefined {
  if (typeof input !== 'object' || input === null) return undefined;
  if ('node' in input) return String(input.node);
  if ('controlPlane' in input) return String(input.controlPlane);
  if ('request' in input) return nodeOf(input.request);
  return undefined;
}
