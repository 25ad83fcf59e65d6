import { readFileSync } from 'node:fs';
import vm from 'node:vm';
import { TypedSearchAttributes } from '@temporalio/common';
import type { WorkflowInfo } from '@temporalio/workflow';
import type { Workflow } from '@temporalio/worker/lib/workflow/interface';
import { ReusableVMWorkflowCreator } from '@temporalio/worker/lib/workflow/reusable-vm';
import { bundlePath } from '../../../fakes/temporal';
import type { Random } from '../model/random';

export type Activation = Parameters<Workflow['activate']>[0];
export type Job = NonNullable<Activation['jobs']>[number];
export type Completion = Awaited<ReturnType<Workflow['activate']>>;
export type Command = NonNullable<NonNullable<Completion['successful']>['commands']>[number];

/** What a workflow is told of itself when it starts. */
export interface WorkflowStart {
  readonly workflowId: string;
  readonly runId: string;
  readonly workflowType: string;
  readonly namespace: string;
  readonly parent?: { readonly workflowId: string; readonly runId: string };
}

/** The workflows are bundled anew after each change of them, which takes its time on a busy machine. */
export const BUNDLE_TIMEOUT_MS = 300_000;

/**
 * Runs the workflows of this checkout as a worker does: the SDK's own sandbox, the product's own bundle. What polls a
 * server and times out is left out; no promise hooks are installed, since they would slow down everything else here.
 */
export class WorkflowHost {
  readonly #code: string;
  readonly #filename: string;
  /** One context a workflow id: to change between workflows in one context is what costs most. */
  readonly #creators = new Map<string, ReusableVMWorkflowCreator>();

  private constructor(filename: string) {
    this.#filename = filename;
    this.#code = readFileSync(filename, 'utf8');
  }

  static async load(): Promise<WorkflowHost> {
    return new WorkflowHost(await bundlePath());
  }

  create(start: WorkflowStart, nowMs: number, random: Random): Promise<Workflow> {
    return this.#creatorOf(start.workflowId).createWorkflow({
      info: describe(start, nowMs),
      randomnessSeed: Array.from({ length: 8 }, () => random.integer(0, 255)),
      now: nowMs,
      showStackTraceSources: false,
    });
  }

  #creatorOf(name: string): ReusableVMWorkflowCreator {
    const known = this.#creators.get(name);
    if (known !== undefined) return known;
    const script = new vm.Script(this.#code, { filename: this.#filename });
    const bundle = { code: this.#code, filename: this.#filename } as never;
    // Without a time limit no thread has to watch over every activation.
    const noLimit = undefined as unknown as number;
    const creator = new ReusableVMWorkflowCreator(script, bundle, noLimit, new Set());
    this.#creators.set(name, creator);
    return creator;
  }
}

function describe({ parent, ...start }: WorkflowStart, nowMs: number): WorkflowInfo {
  return {
    ...start,
    ...(parent && { parent: { ...parent, namespace: start.namespace } }),
    searchAttributes: {},
    typedSearchAttributes: new TypedSearchAttributes(),
    taskQueue: 'slipway',
    firstExecutionRunId: start.runId,
    originalExecutionRunId: start.runId,
    startTime: new Date(nowMs),
    runStartTime: new Date(nowMs),
    taskTimeoutMs: 10_000,
    attempt: 1,
    historyLength: 3,
    historySize: 0,
    continueAsNewSuggested: false,
    currentBuildId: '',
    unsafe: { now: () => nowMs, isReplaying: false, isReplayingHistoryEvents: false },
  } as unknown as WorkflowInfo;
}
