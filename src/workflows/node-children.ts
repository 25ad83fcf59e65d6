import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { type ChildWorkflowHandle, ParentClosePolicy, sleep, startChild } from '@temporalio/workflow';
import { scopeCluster } from '../config/scope-cluster';
import type { InstallPlan, NodePlan } from '../plan/install-plan';
import {
  clusterUpSignal,
  etcdTurnGrantedSignal,
  type InstallNodeInput,
  type InstallNodeResult,
  nodeWorkflowId,
} from './child-messages';
import { installNode } from './install-node';
import { SEARCH_ATTRIBUTES } from './messages';
import type { Run } from './run';

/** Up to this size every node reports every phase; beyond it the parent's history must stay small. */
const MAX_REPORTING_NODES = 50;
/** How often a start is tried again while an earlier workflow of the same node still ends. */
const ALREADY_STARTED_PAUSE = '5s';

/** The workflows of the nodes, one each, with ids that never run twice at a time. */
export class NodeChildren {
  readonly #run: Run;
  readonly #fence: InstallPlan['fence'];
  readonly #handles = new Map<string, ChildWorkflowHandle<typeof installNode>>();
  readonly #told = new Set<string>();
  #issuers: readonly string[] = [];

  constructor(run: Run, fence: InstallPlan['fence']) {
    this.#run = run;
    this.#fence = fence;
  }

  /** Runs the node's workflow to its end. Throws what it failed with. */
  async install(plan: NodePlan): Promise<InstallNodeResult> {
    const { node } = plan;
    const input = this.#input(plan);
    this.#run.board.enterNodePhase(node, 'prepare');
    const handle = await this.#start(plan, input);
    this.#handles.set(node, handle);
    if (input.issuers.length === 0) await this.#tellClusterUp(node);
    try {
      return await handle.result();
    } finally {
      this.#handles.delete(node);
      this.#told.delete(node);
    }
  }

  /** The cluster answers: every workflow that waits for it goes on, every later one starts with it. */
  async clusterUp(issuers: readonly string[]): Promise<void> {
    this.#issuers = issuers;
    await Promise.all([...this.#handles.keys()].map((node) => this.#tellClusterUp(node)));
  }

  /** False when the node's workflow is no more. */
  async grantEtcdTurn(node: string): Promise<boolean> {
    const handle = this.#handles.get(node);
    if (handle === undefined) return false;
    try {
      await handle.signal(etcdTurnGrantedSignal);
      return true;
    } catch {
      return false;
    }
  }

  async #tellClusterUp(node: string): Promise<void> {
    const handle = this.#handles.get(node);
    if (handle === undefined || this.#issuers.length === 0 || this.#told.has(node)) return;
    this.#told.add(node);
    try {
      await handle.signal(clusterUpSignal, { issuers: this.#issuers });
    } catch {
      // It ended in the meantime; when it is started again it is told by its input.
    }
  }

  async #start(plan: NodePlan, input: InstallNodeInput): Promise<ChildWorkflowHandle<typeof installNode>> {
    const { cluster, board } = this.#run;
    const workflowId = nodeWorkflowId(cluster.metadata.name, plan.node);
    for (;;) {
      try {
        return await startChild(installNode, {
          workflowId,
          args: [input],
          parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
          staticSummary: `Install ${plan.node}: ${roleOf(plan)}`,
          staticDetails: `Part of \`${this.#run.holder}\`. Its current details say where it is.`,
          priority: { priorityKey: priorityOf(plan) },
          ...(this.#run.searchAttributes
            ? { typedSearchAttributes: [{ key: SEARCH_ATTRIBUTES.cluster, value: cluster.metadata.name }] }
            : {}),
        });
      } catch (error) {
        if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
        board.noteNode(plan.node, `waits for an earlier workflow ${workflowId} to end`);
        await sleep(ALREADY_STARTED_PAUSE, { summary: `${plan.node}: an earlier ${workflowId} still ends` });
      }
    }
  }

  #input({ node, membership }: NodePlan): InstallNodeInput {
    const { cluster } = this.#run;
    return {
      cluster: scopeCluster(cluster, node),
      node,
      fence: this.#fence,
      membership,
      issuers: this.#issuers,
      reports: cluster.spec.nodes.length <= MAX_REPORTING_NODES,
    };
  }
}

function roleOf({ controlPlane, membership }: NodePlan): string {
  if (membership === 'init') return 'first control plane';
  return controlPlane ? 'control plane' : 'worker';
}

/** The first control plane is what everything else waits for, then come the others: they take turns. */
function priorityOf({ controlPlane, membership }: NodePlan): number {
  if (membership === 'init') return 1;
  return controlPlane ? 2 : 3;
}
