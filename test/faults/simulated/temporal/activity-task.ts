import type { Payload } from '@temporalio/common';
import { optionalTsToMs } from '@temporalio/common/lib/time';
import type { Clock } from '../model/clock';
import { activityFailure, cancelledFailure, type Failure, timeoutFailure, type TimeoutName, toError } from './payloads';
import type { Command, Job } from './workflow-host';

export type ScheduleActivity = NonNullable<Command['scheduleActivity']>;
type Resolution = NonNullable<NonNullable<Job['resolveActivity']>['result']>;

/** What a worker hands in at the end of an attempt. */
export interface AttemptResult {
  readonly completed?: { readonly result?: Payload | null } | null;
  readonly failed?: { readonly failure?: Failure | null } | null;
  readonly cancelled?: { readonly failure?: Failure | null } | null;
}

/** One attempt as the server knows it. */
export interface Attempt {
  readonly task: ActivityTask;
  readonly number: number;
  /** The activity shall end: asked by the workflow, or nobody waits for it any more. */
  cancel(reason: 'CANCELLED' | 'NOT_FOUND'): void;
}

/** How a task reaches its workflow and its workers. */
export interface TaskDoor {
  readonly clock: Clock;
  readonly dispatch: (task: ActivityTask) => void;
  readonly isUp: () => boolean;
  /** Does it at once, or as soon as the server is back. */
  readonly whenUp: (work: () => void) => void;
  readonly resolve: (resolution: Resolution) => void;
  readonly note: (line: string) => void;
}

/** One activity that a workflow waits for, with its attempts: what the server keeps of it, and what it times. */
export class ActivityTask {
  readonly type: string;
  readonly input: readonly Payload[];
  readonly schedule: ScheduleActivity;
  readonly #door: TaskDoor;
  readonly #scheduledAtMs: number;
  #attempts = 1;
  #current: Attempt | undefined;
  #heartbeat: Payload | undefined;
  #isCancelRequested = false;
  #isOver = false;
  #lastSaid: string | undefined;
  readonly #timers = new Map<string, () => void>();

  constructor(schedule: ScheduleActivity, door: TaskDoor) {
    this.schedule = schedule;
    this.type = schedule.activityType ?? '';
    this.input = schedule.arguments ?? [];
    this.#door = door;
    this.#scheduledAtMs = door.clock.now();
    const limitMs = optionalTsToMs(schedule.scheduleToCloseTimeout);
    if (limitMs !== undefined) this.#time('close', limitMs, () => this.#fail(this.#timeout('scheduleToClose')));
    door.dispatch(this);
  }

  get number(): number {
    return this.#attempts;
  }

  get heartbeat(): Payload | undefined {
    return this.#heartbeat;
  }

  /** Hands the task to a worker as soon as there is a server to do so. */
  whenUp(work: () => void): void {
    this.#door.whenUp(work);
  }

  /** False where nobody waits for another attempt now. */
  begin(attempt: Attempt): boolean {
    if (this.#isOver || this.#current !== undefined || attempt.number !== this.#attempts) return false;
    this.#current = attempt;
    const { startToCloseTimeout, heartbeatTimeout } = this.schedule;
    const limitMs = optionalTsToMs(startToCloseTimeout);
    if (limitMs !== undefined) this.#time('attempt', limitMs, () => this.#attemptTimedOut('startToClose'));
    this.#expectHeartbeat(optionalTsToMs(heartbeatTimeout));
    return true;
  }

  /** What the server answers: go on, or why not. */
  beat(attempt: Attempt, details: Payload | undefined): 'go-on' | 'CANCELLED' | 'NOT_FOUND' {
    // A worker goes on while nobody hears it.
    if (!this.#door.isUp()) return 'go-on';
    if (this.#isOver || attempt !== this.#current) return 'NOT_FOUND';
    this.#heartbeat = details ?? this.#heartbeat;
    this.#expectHeartbeat(optionalTsToMs(this.schedule.heartbeatTimeout));
    return this.#isCancelRequested ? 'CANCELLED' : 'go-on';
  }

  /** A worker hands its result in until it is heard. */
  complete(attempt: Attempt, result: AttemptResult, details: Payload | undefined): void {
    this.#door.whenUp(() => this.#take(attempt, result, details));
  }

  #take(attempt: Attempt, { completed, failed, cancelled }: AttemptResult, details: Payload | undefined): void {
    if (this.#isOver || attempt !== this.#current) return;
    this.#heartbeat = details ?? this.#heartbeat;
    if (completed) return this.#end({ completed });
    if (cancelled && this.#isCancelRequested) return this.#cancelled();
    this.#retryOrFail(failed?.failure ?? cancelled?.failure ?? cancelledFailure);
  }

  /** Asked by the workflow; an attempt hears of it at its next heartbeat. */
  requestCancel(): void {
    this.#isCancelRequested = true;
    if (this.#current === undefined && !this.#isOver) this.#cancelled();
  }

  /** The workflow is no more. */
  abandon(): void {
    this.#isOver = true;
    this.#stopTimers();
  }

  #expectHeartbeat(limitMs: number | undefined): void {
    if (limitMs !== undefined) this.#time('heartbeat', limitMs, () => this.#attemptTimedOut('heartbeat'));
  }

  #attemptTimedOut(type: TimeoutName): void {
    this.#door.note(`${this.type} attempt ${this.#attempts}: ${type} timeout`);
    this.#retryOrFail(this.#timeout(type));
  }

  #timeout(type: TimeoutName): Failure {
    return timeoutFailure(type, this.#heartbeat);
  }

  #retryOrFail(failure: Failure): void {
    this.#current = undefined;
    this.#stopTimer('attempt');
    this.#stopTimer('heartbeat');
    const info = failure.applicationFailureInfo;
    const delayMs = optionalTsToMs(info?.nextRetryDelay) ?? this.#backoffMs();
    const closesAtMs = this.#scheduledAtMs + (optionalTsToMs(this.schedule.scheduleToCloseTimeout) ?? Infinity);
    const isHopeless = info?.nonRetryable === true || this.#door.clock.now() + delayMs >= closesAtMs;
    if (isHopeless || this.#isCancelRequested) return this.#fail(failure);
    this.#noteFailure(toError(failure).message.slice(0, 300));
    this.#attempts += 1;
    this.#time('retry', delayMs, () => this.#door.dispatch(this));
  }

  /** Once, however often it comes again. */
  #noteFailure(said: string): void {
    if (said !== this.#lastSaid) this.#door.note(`${this.type} attempt ${this.#attempts} failed: ${said}`);
    this.#lastSaid = said;
  }

  #backoffMs(): number {
    const { initialInterval, maximumInterval, backoffCoefficient } = this.schedule.retryPolicy ?? {};
    const firstMs = optionalTsToMs(initialInterval) ?? 1000;
    const longestMs = optionalTsToMs(maximumInterval) ?? 100 * firstMs;
    return Math.min(firstMs * (backoffCoefficient ?? 2) ** (this.#attempts - 1), longestMs);
  }

  #fail(cause: Failure): void {
    this.#door.note(`${this.type} failed for good: ${toError(cause).message.slice(0, 300)}`);
    this.#end({ failed: { failure: this.#asFailure(cause) } });
  }

  #cancelled(): void {
    this.#end({ cancelled: { failure: this.#asFailure(cancelledFailure) } });
  }

  #asFailure(cause: Failure): Failure {
    return activityFailure(this.type, this.schedule.activityId ?? '', cause);
  }

  #end(resolution: Resolution): void {
    this.abandon();
    this.#door.resolve(resolution);
  }

  #time(what: string, ms: number, callback: () => void): void {
    this.#stopTimer(what);
    let isStopped = false;
    const fire = () => this.#door.whenUp(() => isStopped || callback());
    const takeBack = this.#door.clock.after(ms, fire);
    this.#timers.set(what, () => {
      isStopped = true;
      takeBack();
    });
  }

  #stopTimer(what: string): void {
    this.#timers.get(what)?.();
    this.#timers.delete(what);
  }

  #stopTimers(): void {
    for (const takeBack of this.#timers.values()) takeBack();
    this.#timers.clear();
  }
}
