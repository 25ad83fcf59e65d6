import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { type ChildWorkflowHandle, ParentClosePolicy, setHandler, startChild } from '@temporalio/workflow';
import { scopeCluster } from '../config/scope-cluster';
import type { Fence } from '../plan/fence';
import type { NodePlan } from '../plan/install-plan';
import {
  holdNodeSignal,
  type InstallNodeInput,
  type InstallNodeOutcome,
  type InstallNodeResult,
  nodeProgressSignal,
  nodeWorkflowId,
} from './child-messages';
import { installNode } from './install-node';
import { SEARCH_ATTRIBUTES } from './messages';
import { PHASE_TITLES } from './phases';
import type { Run } from './run';
import type { Begun } from './run-board';
import { PATIENCE } from './timeouts';
import { WAITING_STATES } from './waiting-states';

/** Up to this size every node reports every phase; beyond it the parent's history must stay small. */
const MAX_REPORTING_NODES = 50;

type Handle = ChildWorkflowHandle<typeof installNode>;

interface OpenChild {
  readonly begun: Begun;
  handle?: Handle;
}

/** The workflows of the nodes, one each, with ids that never run twice at a time. */
export class NodeChildren {
  readonly #run: Run;
  readonly #fence: Fence;
  readonly #open = new Map<string, OpenChild>();

  constructor(run: Run, fence: Fence) {
    this.#run = run;
    this.#fence = fence;
    run.hold.watch(() => {
      for (const { handle } of this.#open.values()) void this.#tellOfHold(handle);
    });
    setHandler(
      nodeProgressSignal,
      ({ node, phase }) => {
        const child = this.#open.get(node);
        if (child === undefined) return;
        child.begun.retitle(PHASE_TITLES[phase]);
        run.board.enterNodePhase(node, phase);
      },
      { description: 'Sent by the workflows of the nodes.' },
    );
  }

  /** Runs the node's workflow to its end, and again as often as a hold has ended it. Throws what it failed with. */
  async install(plan: NodePlan): Promise<InstallNodeResult> {
    const changedSteps: string[] = [];
    for (;;) {
      await this.#run.edge();
      const outcome = (await this.#runOnce(plan)) ?? (await this.#runAfterEarlier(plan));
      changedSteps.push(...outcome.changedSteps);
      if (outcome.heldBefore === undefined) return { changedSteps };
    }
  }

  /** Undefined while an earlier workflow of the same node still ends. */
  async #runOnce(plan: NodePlan, started: () => void = () => undefined): Promise<InstallNodeOutcome | undefined> {
    const { node } = plan;
    const child: OpenChild = { begun: this.#run.board.begin(node, PHASE_TITLES.prepare) };
    this.#open.set(node, child);
    this.#run.board.enterNodePhase(node, 'prepare');
    try {
      child.handle = await this.#start(plan);
      started();
      if (this.#run.hold.isHeld) void this.#tellOfHold(child.handle);
      return await child.handle.result();
    } catch (error) {
      if (error instanceof WorkflowExecutionAlreadyStartedError) return undefined;
      throw error;
    } finally {
      this.#open.delete(node);
      child.begun.end();
    }
  }

  /** One wait, however often the workflow is tried again in it. */
  async #runAfterEarlier(plan: NodePlan): Promise<InstallNodeOutcome> {
    const { node } = plan;
    const workflowId = nodeWorkflowId(this.#run.cluster.metadata.name, node);
    const text = `waits for an earlier workflow ${workflowId} to end`;
    const endWait = this.#run.board.beginWait({ state: 'earlierWorkflow', node, text });
    try {
      for (;;) {
        const summary = `${node}: an earlier ${workflowId} still ends`;
        await WAITING_STATES.earlierWorkflow.pause(PATIENCE.earlierWorkflow.limit, summary);
        await this.#run.edge();
        const outcome = await this.#runOnce(plan, endWait);
        if (outcome !== undefined) return outcome;
      }
    } finally {
      endWait();
    }
  }

  async #tellOfHold(handle: Handle | undefined): Promise<void> {
    try {
      await handle?.signal(holdNodeSignal, { isHeld: this.#run.hold.isHeld });
    } catch {
      // It ended in the meantime.
    }
  }

  #start(plan: NodePlan): Promise<Handle> {
    const { cluster, holder, searchAttributes } = this.#run;
    const input: InstallNodeInput = {
      cluster: scopeCluster(cluster, plan.node),
      node: plan.node,
      fence: this.#fence,
      reports: cluster.spec.nodes.length <= MAX_REPORTING_NODES,
    };
    return startChild(installNode, {
      workflowId: nodeWorkflowId(cluster.metadata.name, plan.node),
      args: [input],
      parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
      staticSummary: `Prepare ${plan.node}: ${roleOf(plan)}`,
      staticDetails: `Part of \`${holder}\`. Its current details say where it is.`,
      priority: { priorityKey: priorityOf(plan) },
      ...(searchAttributes
        ? { typedSearchAttributes: [{ key: SEARCH_ATTRIBUTES.cluster, value: cluster.metadata.name }] }
        : {}),
    });
  }
}

function roleOf({ controlPlane, membership }: NodePlan): string {
  if (membership === 'init') return 'first control plane';
  if (membership === 'etcd') return 'etcd';
  return controlPlane ? 'control plane' : 'worker';
}

/** The first control plane is what everything else waits for, then come the others: they take turns. */
function priorityOf({ controlPlane, membership }: NodePlan): number {
  if (membership === 'init' || membership === 'etcd') return 1;
  return controlPlane ? 2 : 3;
}
