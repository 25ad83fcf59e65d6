import type { Context, Info } from '@temporalio/activity';
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
import type { ActivityTask, Attempt } from './activity-task';
import { fromPayload, toPayload } from './payloads';
import { attemptPlace, type AttemptPlace, WorkerProcess, type WorkerSetting } from './worker-process';

/** How often a worker sends heartbeats at most, as the product's workers are set. */
const HEARTBEAT_THROTTLE_MS = 2000;

const converter = {
  payloadConverter: defaultPayloadConverter,
  failureConverter: defaultFailureConverter,
  payloadCodecs: [],
};
const silence = () => undefined;
const logger: Logger = { log: silence, trace: silence, debug: silence, info: silence, warn: silence, error: silence };

/** A worker process of the simulated server: its attempts. The activities are the product's own. */
export class SimulatedWorker extends WorkerProcess {
  readonly #activities: SlipwayActivities;

  constructor(name: string, setting: WorkerSetting, createActivities: (sessions: Sessions) => SlipwayActivities) {
    super(name, setting);
    this.#activities = createActivities(this.sessions);
  }

  async execute(task: ActivityTask): Promise<void> {
    const attempt = new WorkerAttempt(this, task);
    if (!task.begin(attempt)) return;
    const body = this.#activities[task.type as keyof SlipwayActivities];
    const result = await this.attend(attempt.place, () =>
      attempt.run(body, (context) => this.own(context, attempt.place)),
    );
    task.complete(attempt, result, attempt.details);
  }
}

/** One attempt of one activity, as its worker runs it. */
export class WorkerAttempt implements Attempt {
  readonly worker: SimulatedWorker;
  readonly task: ActivityTask;
  readonly number: number;
  readonly input: unknown;
  readonly place: AttemptPlace;
  #activity: Activity | undefined;
  #details: Payload | undefined;
  #sentAtMs = -Infinity;
  #isSendingLater = false;

  constructor(worker: SimulatedWorker, task: ActivityTask) {
    this.worker = worker;
    this.task = task;
    this.number = task.number;
    this.input = fromPayload(task.input[0]);
    this.place = attemptPlace(task.type, this.input);
  }

  /** The latest that the activity said, whether it was sent or not. */
  get details(): Payload | undefined {
    return this.#details;
  }

  run(body: (...args: never[]) => Promise<unknown>, onContext: (context: Context) => void) {
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
    onContext(this.#activity.context);
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
