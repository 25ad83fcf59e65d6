import { asyncLocalStorage, type Context, type Info } from '@temporalio/activity';
import {
  ActivityCancellationDetails,
  defaultFailureConverter,
  defaultPayloadConverter,
  type Logger,
  noopMetricMeter,
  type Payload,
} from '@temporalio/common';
import { optionalTsToMs } from '@temporalio/common/lib/time';
import { Activity } from '@temporalio/worker/lib/activity';
import type { SlipwayActivities } from '../../../../src/activities/contract';
import type { Sessions } from '../../../../src/ssh/session';
import type { World } from '../model/world';
import type { Caller, CallFate } from '../remote/session';
import { SimulatedSession } from '../remote/session';
import type { ActivityTask, Attempt } from './activity-task';
import { fromPayload, toPayload } from './payloads';

/** Where faults reach into a worker. */
export interface WorkerHooks {
  /** An attempt is about to begin. */
  attemptBegins(worker: SimulatedWorker, attempt: WorkerAttempt): void;
  /** An attempt is over; its result has not been handed in. */
  attemptEnds(worker: SimulatedWorker, attempt: WorkerAttempt): void;
  /** An attempt is about to give a command to a node. */
  callBegins(worker: SimulatedWorker, attempt: WorkerAttempt, command: string): CallFate;
}

/** How often a worker sends heartbeats at most, as the product's workers are set. */
const HEARTBEAT_THROTTLE_MS = 2000;

const converter = {
  payloadConverter: defaultPayloadConverter,
  failureConverter: defaultFailureConverter,
  payloadCodecs: [],
};
const silence = () => undefined;
const logger: Logger = { log: silence, trace: silence, debug: silence, info: silence, warn: silence, error: silence };
const attempts = new WeakMap<Context, WorkerAttempt>();

/** The SDK's own storage knows whose code runs; another one beside it would slow down every promise. */
function currentAttempt(): WorkerAttempt | undefined {
  const context = asyncLocalStorage.getStore();
  return context && attempts.get(context);
}

/** Whether the code that asks runs in a worker that lives, is stopped, or is dead; undefined outside of workers. */
export function currentWorker(): SimulatedWorker | undefined {
  return currentAttempt()?.worker;
}

/** One worker process: its attempts, its SSH sessions, and whether it lives. The activities are the product's own. */
export class SimulatedWorker implements Caller {
  readonly name: string;
  readonly world: World;
  readonly #hooks: WorkerHooks;
  readonly #activities: SlipwayActivities;
  #isAlive = true;
  #thaw: { readonly promise: Promise<void>; readonly resolve: () => void } | undefined;

  constructor(
    name: string,
    world: World,
    hooks: WorkerHooks,
    createActivities: (sessions: Sessions) => SlipwayActivities,
  ) {
    this.name = name;
    this.world = world;
    this.#hooks = hooks;
    this.#activities = createActivities(this.#sessions());
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
    let resolve = silence;
    const promise = new Promise<void>((settle) => {
      resolve = () => settle() as undefined;
    });
    this.#thaw = { promise, resolve };
    this.world.clock.after(ms, () => {
      this.world.journal.note(`${this.name}: continues`);
      this.#thaw?.resolve();
      this.#thaw = undefined;
    });
  }

  async execute(task: ActivityTask): Promise<void> {
    const attempt = new WorkerAttempt(this, task);
    if (!task.begin(attempt)) return;
    await this.passes();
    this.#hooks.attemptBegins(this, attempt);
    await this.passes();
    const name = task.type as keyof SlipwayActivities;
    const result = await attempt.run(this.#activities[name]);
    await this.passes();
    this.#hooks.attemptEnds(this, attempt);
    await this.passes();
    task.complete(attempt, result, attempt.details);
  }

  async begin(_node: string, command: string): Promise<CallFate> {
    await this.passes();
    const attempt = currentAttempt();
    const fate = attempt === undefined ? 'through' : this.#hooks.callBegins(this, attempt, command);
    await this.passes();
    return fate;
  }

  async end(): Promise<void> {
    await this.passes();
  }

  /** Resolves while the process runs. */
  async passes(): Promise<void> {
    while (this.#thaw !== undefined) await this.#thaw.promise;
    if (!this.#isAlive) await new Promise<never>(() => undefined);
  }

  #sessions(): Sessions {
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

/** One attempt of one activity, as its worker runs it. */
export class WorkerAttempt implements Attempt {
  readonly worker: SimulatedWorker;
  readonly task: ActivityTask;
  readonly number: number;
  readonly input: unknown;
  readonly node: string | undefined;
  #activity: Activity | undefined;
  #details: Payload | undefined;
  #sentAtMs = -Infinity;
  #isSendingLater = false;

  constructor(worker: SimulatedWorker, task: ActivityTask) {
    this.worker = worker;
    this.task = task;
    this.number = task.number;
    this.input = fromPayload(task.input[0]);
    this.node = nodeOf(this.input);
  }

  /** The latest that the activity said, whether it was sent or not. */
  get details(): Payload | undefined {
    return this.#details;
  }

  run(body: (...args: never[]) => Promise<unknown>) {
    const { task, number } = this;
    const info = infoOf(task, number);
    this.#activity = new Activity(
      info,
      body as never,
      converter,
      { type: 'activity', namespace: 'default', activityId: info.activityId, workflowId: '', isLocal: false },
      undefined,
      (details) => this.#beat(details),
      undefined,
      logger,
      noopMetricMeter,
      [],
    );
    attempts.set(this.#activity.context, this);
    return this.#activity.run({ args: [this.input], headers: {} });
  }

  cancel(reason: 'CANCELLED' | 'NOT_FOUND'): void {
    const isRequested = reason === 'CANCELLED';
    this.#activity?.cancel(
      reason,
      new ActivityCancellationDetails({ cancelRequested: isRequested, notFound: !isRequested }),
    );
  }

  #beat(details: unknown): void {
    this.#details = toPayload(details);
    const { clock } = this.worker.world;
    const waitMs = this.#sentAtMs + HEARTBEAT_THROTTLE_MS - clock.now();
    if (waitMs <= 0) return this.#send();
    if (this.#isSendingLater) return;
    this.#isSendingLater = true;
    clock.after(waitMs, () => {
      this.#isSendingLater = false;
      this.#send();
    });
  }

  #send(): void {
    const { worker, task } = this;
    if (!worker.isAlive || worker.isStopped) return;
    this.#sentAtMs = worker.world.clock.now();
    const answer = task.beat(this, this.#details);
    if (answer !== 'go-on') this.cancel(answer);
  }
}

function nodeOf(input: unknown): string | undefined {
  if (typeof input !== 'object' || input === null) return undefined;
  if ('node' in input) return String(input.node);
  if ('controlPlane' in input) return String(input.controlPlane);
  if ('request' in input) return nodeOf(input.request);
  return undefined;
}

function infoOf(task: ActivityTask, attempt: number): Info {
  const { activityId, heartbeatTimeout, startToCloseTimeout } = task.schedule;
  return {
    attempt,
    activityId: activityId ?? '',
    activityType: task.type,
    taskQueue: 'slipway',
    isLocal: false,
    heartbeatTimeoutMs: optionalTsToMs(heartbeatTimeout),
    heartbeatDetails: fromPayload(task.heartbeat),
    startToCloseTimeoutMs: optionalTsToMs(startToCloseTimeout),
    workflowExecution: { workflowId: '', runId: '' },
    namespace: 'default',
    inWorkflow: true,
  } as unknown as Info;
}
