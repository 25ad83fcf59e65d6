import type { Clock } from '../model/clock';
import type { Journal } from '../model/journal';
import { Random } from '../model/random';
import type { Service } from '../service';
import type { ActivityTask } from './activity-task';
import { textOf, textsOfFailure, toPayload } from './payloads';
import type { Command, WorkflowHost } from './workflow-host';
import { WorkflowRun } from './workflow-run';

export interface ServerOptions {
  readonly namespace: string;
  readonly seed: number;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly host: WorkflowHost;
  /** Gives an activity to some worker, now or later. */
  readonly dispatch: (task: ActivityTask) => void;
  /** A workflow has asked for an activity. */
  readonly onSchedule: (type: string, run: WorkflowRun) => void;
}

/**
 * As much of a Temporal server as the product's workflows ask for: workflows and their children, activities with
 * retries, timers, signals, cancellation. Workflow tasks are never lost here; that a worker may die in one is what
 * replay is for, and `test/replay` and the run against a real server show.
 */
export class SimulatedTemporal implements Service {
  readonly namespace: string;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly host: WorkflowHost;
  readonly random: Random;
  readonly dispatch: ServerOptions['dispatch'];
  readonly onSchedule: ServerOptions['onSchedule'];
  /** Everything that crossed the server, for whoever looks for secrets in it. */
  readonly texts: string[] = [];
  readonly #runs = new Map<string, WorkflowRun>();
  readonly #ready: (() => Promise<void>)[] = [];
  readonly #untilUp: (() => void)[] = [];
  #isUp = true;
  #started = 0;

  constructor({ namespace, seed, clock, journal, host, dispatch, onSchedule }: ServerOptions) {
    this.namespace = namespace;
    this.clock = clock;
    this.journal = journal;
    this.host = host;
    this.random = new Random(seed, `temporal ${namespace}`);
    this.dispatch = dispatch;
    this.onSchedule = onSchedule;
  }

  /** The latest run of a workflow id. */
  find(workflowId: string): WorkflowRun | undefined {
    return this.#runs.get(workflowId);
  }

  /** Undefined where a run of that id is open. */
  start(
    type: string,
    workflowId: string,
    input: Command['startChildWorkflowExecution'] | unknown[],
    parent?: WorkflowRun,
  ) {
    if (this.#runs.get(workflowId)?.isOpen === true) return undefined;
    const payloads = Array.isArray(input) ? input.map(toPayload) : (input?.input ?? []);
    this.texts.push(...payloads.map(textOf));
    const runId = `${this.namespace}-${(this.#started += 1)}`;
    const run = new WorkflowRun(this, { type, workflowId, runId, input: payloads, ...(parent && { parent }) });
    this.#runs.set(workflowId, run);
    return run;
  }

  /** A workflow has something to do. */
  wake(run: WorkflowRun): void {
    this.clock.after(this.random.integer(2, 30), () => this.ask(() => run.activate()));
  }

  get isUp(): boolean {
    return this.#isUp;
  }

  /** Away for so long: nothing is lost that it had taken, and whatever fell due meanwhile is due when it is back. */
  goAway(ms: number): void {
    if (!this.#isUp) return;
    this.journal.note(`Temporal server ${this.namespace}: AWAY for ${ms} ms`);
    this.#isUp = false;
    this.clock.after(ms, () => {
      this.journal.note(`Temporal server ${this.namespace}: is back`);
      this.#isUp = true;
      for (const work of this.#untilUp.splice(0)) work();
    });
  }

  /** At once, or as soon as the server is back. */
  readonly whenUp = (work: () => void): void => {
    if (this.#isUp) work();
    else this.#untilUp.push(work);
  };

  /** Something that workflows are needed for, done between their tasks. */
  ask(work: () => Promise<void>): void {
    this.#ready.push(work);
  }

  /** Runs the workflow tasks that are due; false when there were none. */
  async work(): Promise<boolean> {
    if (!this.#isUp) return false;
    const due = this.#ready.splice(0);
    for (const work of due) await work();
    return due.length > 0;
  }

  async readTexts(): Promise<readonly string[]> {
    return this.texts;
  }

  /** Keeps what a result or a failure says. */
  record(result: {
    completed?: { result?: Parameters<typeof textOf>[0] } | null;
    failed?: { failure?: unknown } | null;
  }): void {
    this.texts.push(textOf(result.completed?.result));
    this.texts.push(...textsOfFailure(result.failed?.failure as Parameters<typeof textsOfFailure>[0]));
  }
}
