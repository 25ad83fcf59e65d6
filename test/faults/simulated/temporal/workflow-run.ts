import type { Payload } from '@temporalio/common';
import { msToTs, tsToMs } from '@temporalio/common/lib/time';
import type { Workflow } from '@temporalio/worker/lib/workflow/interface';
import { ActivityTask } from './activity-task';
import { cancelledFailure, childFailure, fromPayload, terminatedFailure, toError, toPayload } from './payloads';
import type { Closed, ServiceRun } from '../service';
import type { SimulatedTemporal } from './server';
import type { Command, Job } from './workflow-host';

interface RunStart {
  readonly type: string;
  readonly workflowId: string;
  readonly runId: string;
  readonly input: readonly Payload[];
  readonly parent?: WorkflowRun;
}

interface Child {
  readonly run: WorkflowRun;
  readonly isCancelledWithParent: boolean;
}

/** `PARENT_CLOSE_POLICY_REQUEST_CANCEL` */
const REQUEST_CANCEL = 3;
/** `…_FAILED_CAUSE_WORKFLOW_ALREADY_EXISTS` */
const ALREADY_EXISTS = 1;
/** A signal has been sent when its cancellation comes; the others say nothing that a run depends on. */
const IGNORED = new Set(['cancelSignalWorkflow', 'upsertWorkflowSearchAttributes', 'setPatchMarker']);
const ALL_FLAGS = [1, 2, 3, 4, 5, 6];

/** One run of a workflow: the code in its sandbox, and what the server keeps of it. */
export class WorkflowRun implements ServiceRun {
  readonly type: string;
  readonly workflowId: string;
  readonly runId: string;
  readonly #server: SimulatedTemporal;
  readonly #parent: WorkflowRun | undefined;
  readonly #jobs: Job[] = [];
  readonly #timers = new Map<number, () => void>();
  readonly #activities = new Map<number, ActivityTask>();
  readonly #children = new Map<number, Child>();
  readonly #watchers: ((closed: Closed) => void)[] = [];
  #workflow: Workflow | undefined;
  #isAwake = false;
  #closed: Closed | undefined;
  #isCancelRequested = false;

  constructor(server: SimulatedTemporal, { type, workflowId, runId, input, parent }: RunStart) {
    this.#server = server;
    this.type = type;
    this.workflowId = workflowId;
    this.runId = runId;
    this.#parent = parent;
    this.#add({ initializeWorkflow: { workflowType: type, workflowId, arguments: [...input], attempt: 1 } });
  }

  get isOpen(): boolean {
    return this.#closed === undefined;
  }

  get closed(): Closed | undefined {
    return this.#closed;
  }

  onClose(watcher: (closed: Closed) => void): void {
    if (this.#closed) watcher(this.#closed);
    else this.#watchers.push(watcher);
  }

  requestCancel(): void {
    if (!this.isOpen || this.#isCancelRequested) return;
    this.#isCancelRequested = true;
    this.#server.journal.note(`${this.workflowId}: cancellation is requested`);
    this.#add({ cancelWorkflow: { reason: 'asked for' } });
  }

  /** Outright: the workflow does not learn of it. */
  terminate(): void {
    if (this.isOpen) this.#close({ status: 'terminated', failure: terminatedFailure });
  }

  signal(signalName: string, input: readonly Payload[]): void {
    if (this.isOpen) this.#add({ signalWorkflow: { signalName, input: [...input] } });
  }

  /** Undefined where the workflow has no such query, or is not there any more. */
  async query(queryType: string): Promise<unknown> {
    if (!this.isOpen) return undefined;
    const queryWorkflow = { queryId: 'query', queryType, arguments: [] };
    const job = { queryWorkflow, variant: 'queryWorkflow' } as unknown as Job;
    const done = await this.#workflow?.activate({ runId: this.runId, jobs: [job] });
    const [answer] = done?.successful?.commands ?? [];
    return fromPayload(answer?.respondToQuery?.succeeded?.response);
  }

  /** One workflow task. */
  async activate(): Promise<void> {
    this.#isAwake = false;
    if (!this.isOpen) return;
    const { clock } = this.#server;
    const timestamp = msToTs(clock.now());
    this.#workflow ??= await this.#create();
    const done = await this.#workflow.activate({
      runId: this.runId,
      timestamp,
      historyLength: 3,
      jobs: this.#jobs.splice(0),
      availableInternalFlags: ALL_FLAGS,
    });
    if (done.failed)
      throw new Error(`${this.workflowId}: ${done.failed.failure?.message}\n${done.failed.failure?.stackTrace}`);
    for (const command of done.successful?.commands ?? []) this.#obey(command);
  }

  #create(): Promise<Workflow> {
    const { host, namespace, clock, random } = this.#server;
    const { workflowId, runId, type } = this;
    const parent = this.#parent && { workflowId: this.#parent.workflowId, runId: this.#parent.runId };
    const start = { workflowId, runId, workflowType: type, namespace, ...(parent && { parent }) };
    return host.create(start, clock.now(), random);
  }

  #add(job: Job): void {
    this.#jobs.push(job);
    if (this.#isAwake || !this.isOpen) return;
    this.#isAwake = true;
    this.#server.wake(this);
  }

  #obey(command: Command): void {
    const [kind] = Object.keys(command).filter((name) => name in this.#obedience || IGNORED.has(name));
    if (kind === undefined) throw new Error(`the simulated server does not know ${Object.keys(command).join(', ')}`);
    this.#obedience[kind]?.(command);
  }

  /** What each kind of command has the server do. */
  readonly #obedience: Readonly<Record<string, (command: Command) => void>> = {
    scheduleActivity: ({ scheduleActivity }) => this.#schedule(scheduleActivity ?? {}),
    requestCancelActivity: ({ requestCancelActivity }) =>
      this.#activities.get(requestCancelActivity?.seq ?? 0)?.requestCancel(),
    startTimer: ({ startTimer }) => this.#startTimer(startTimer ?? {}),
    cancelTimer: ({ cancelTimer }) => this.#timers.get(cancelTimer?.seq ?? 0)?.(),
    startChildWorkflowExecution: ({ startChildWorkflowExecution }) =>
      this.#startChild(startChildWorkflowExecution ?? {}),
    cancelChildWorkflowExecution: ({ cancelChildWorkflowExecution }) =>
      this.#children.get(cancelChildWorkflowExecution?.childWorkflowSeq ?? 0)?.run.requestCancel(),
    signalExternalWorkflowExecution: ({ signalExternalWorkflowExecution }) =>
      this.#signal(signalExternalWorkflowExecution ?? {}),
    completeWorkflowExecution: ({ completeWorkflowExecution }) =>
      this.#close({ status: 'completed', result: fromPayload(completeWorkflowExecution?.result) }),
    failWorkflowExecution: ({ failWorkflowExecution }) =>
      this.#close({ status: 'failed', failure: failWorkflowExecution?.failure ?? {} }),
    cancelWorkflowExecution: () => this.#close({ status: 'cancelled', failure: cancelledFailure }),
  };

  #schedule(schedule: NonNullable<Command['scheduleActivity']>): void {
    const seq = schedule.seq ?? 0;
    const { clock, dispatch, journal, onSchedule, texts, whenUp } = this.#server;
    texts.push(...(schedule.arguments ?? []).map((each) => Buffer.from(each.data ?? []).toString('utf8')));
    onSchedule(schedule.activityType ?? '', this);
    const task = new ActivityTask(schedule, {
      clock,
      dispatch,
      whenUp,
      isUp: () => this.#server.isUp,
      note: (line) => journal.note(`${this.workflowId}: ${line}`),
      resolve: (result) => {
        this.#activities.delete(seq);
        this.#server.record(result);
        this.#add({ resolveActivity: { seq, result } });
      },
    });
    this.#activities.set(seq, task);
  }

  #startTimer({ seq, startToFireTimeout }: NonNullable<Command['startTimer']>): void {
    const number = seq ?? 0;
    const fire = () => {
      this.#timers.delete(number);
      this.#add({ fireTimer: { seq: number } });
    };
    this.#timers.set(number, this.#server.clock.after(tsToMs(startToFireTimeout), fire));
  }

  #startChild(start: NonNullable<Command['startChildWorkflowExecution']>): void {
    const seq = start.seq ?? 0;
    const { workflowId = '', workflowType = '' } = start as { workflowId?: string; workflowType?: string };
    const run = this.#server.start(workflowType, workflowId, start, this);
    if (run === undefined) {
      const failed = { workflowId, workflowType, cause: ALREADY_EXISTS };
      this.#add({ resolveChildWorkflowExecutionStart: { seq, failed } });
      return;
    }
    this.#children.set(seq, { run, isCancelledWithParent: Number(start.parentClosePolicy) === REQUEST_CANCEL });
    this.#add({ resolveChildWorkflowExecutionStart: { seq, succeeded: { runId: run.runId } } });
    run.onClose((closed) => {
      this.#children.delete(seq);
      this.#add({ resolveChildWorkflowExecution: { seq, result: resultOf(run, closed) } });
    });
  }

  #signal({
    seq,
    workflowExecution,
    childWorkflowId,
    signalName,
    args,
  }: NonNullable<Command['signalExternalWorkflowExecution']>): void {
    const target = this.#server.find(childWorkflowId || workflowExecution?.workflowId || '');
    const isThere = target?.isOpen === true;
    target?.signal(signalName ?? '', args ?? []);
    const failure = { message: 'Unable to signal external workflow because it was not found', source: 'Server' };
    this.#add({ resolveSignalExternalWorkflow: { seq: seq ?? 0, ...(isThere ? {} : { failure }) } });
  }

  #close(closed: Closed): void {
    this.#closed = closed;
    const { journal, texts } = this.#server;
    if (closed.status === 'completed') texts.push(JSON.stringify(closed.result));
    else this.#server.record({ failed: { failure: closed.failure } });
    journal.note(`${this.workflowId} (${this.runId}) ${closed.status}${reasonOf(closed)}`);
    for (const takeBack of this.#timers.values()) takeBack();
    for (const task of this.#activities.values()) task.abandon();
    for (const { run, isCancelledWithParent } of this.#children.values())
      if (isCancelledWithParent) run.requestCancel();
    for (const watcher of this.#watchers) watcher(closed);
    void this.#workflow?.dispose();
  }
}

function reasonOf(closed: Closed): string {
  return closed.status === 'failed' ? `: ${toError(closed.failure).message.slice(0, 600)}` : '';
}

function resultOf({ workflowId, type }: WorkflowRun, closed: Closed) {
  if (closed.status === 'completed') return { completed: { result: toPayload(closed.result) } };
  const failure = childFailure(workflowId, type, closed.failure);
  return closed.status === 'cancelled' ? { cancelled: { failure } } : { failed: { failure } };
}
