import { CancellationScope, log } from '@temporalio/workflow';
import { scopeCluster } from '../config/scope-cluster';
import type { JoinRequest, NodeTask } from '../activities/contract';
import type { InstallPlan, NodePlan } from '../plan/install-plan';
import { activityTitle } from './activity-titles';
import { branchFailure, failureCause, isLost, NODE_NOT_CLAIMED } from './failure-cause';
import { perform } from './perform';
import type { Run } from './run';
import { Slots } from './slots';

const MAX_CLAIMS_AT_A_TIME = 100;

/** What the progress of any operation tells of the nodes that it holds. */
export interface ClaimProgress {
  readonly agreed: {
    readonly plan: Pick<InstallPlan, 'fence' | 'takeOver'> & {
      readonly nodes: readonly (Pick<NodePlan, 'node'> & Partial<Pick<NodePlan, 'membership'>>)[];
    };
  };
  /** With the key that join material for the node is sealed to, where it is to join. */
  readonly claimed: Map<string, JoinRequest | undefined>;
}

/** The nodes that this run may write on. */
export class Claims {
  readonly #run: Run;
  readonly #progress: ClaimProgress;

  constructor(run: Run, progress: ClaimProgress) {
    this.#run = run;
    this.#progress = progress;
  }

  holds(node: string): boolean {
    return this.#progress.claimed.has(node);
  }

  /**
   * Claims all nodes before anything is changed on one of them. A node that cannot be claimed now is left to its own
   * branch; only a newer run on a node ends this one.
   */
  async claimAll(nodes: readonly string[]): Promise<void> {
    const slots = new Slots(MAX_CLAIMS_AT_A_TIME);
    await this.#run.all(nodes.map((node) => slots.use(() => this.#tryToClaim(node))));
  }

  async claim(node: string): Promise<void> {
    if (this.holds(node)) return;
    const { plan } = this.#progress.agreed;
    const takeOver = plan.takeOver.some((entry) => entry.node === node);
    const joins = plan.nodes.some((entry) => entry.node === node && entry.membership === 'join');
    const input = { ...this.task(node), takeOver, ...(joins ? { joins } : {}) };
    const { request } = await this.#run.perform('claimNode', input, { through: node });
    this.#progress.claimed.set(node, request);
  }

  /** Forgets the claim where the node does, another machine in its place perhaps: whoever goes on claims it anew. */
  forgetLost(node: string, error: unknown): boolean {
    return failureCause(error).type === NODE_NOT_CLAIMED && this.#progress.claimed.delete(node);
  }

  /** What join material for the node is sealed to: made when it was claimed, or made anew. */
  async requestJoin(node: string, { anew = false } = {}): Promise<JoinRequest> {
    const known = anew ? undefined : this.#progress.claimed.get(node);
    if (known !== undefined) return known;
    const request = await this.#run.perform('requestJoin', this.task(node), { through: node });
    this.#progress.claimed.set(node, request);
    return request;
  }

  /** The node holds nothing of any run any more: there is nothing to release. */
  forget(node: string): void {
    this.#progress.claimed.delete(node);
  }

  /** Releases every claimed node, also when the run was cancelled; a node that does not answer is left claimed. */
  async releaseAll(): Promise<void> {
    const nodes = [...this.#progress.claimed.keys()];
    await CancellationScope.nonCancellable(() => Promise.all(nodes.map((node) => this.#release(node))));
  }

  task(node: string): NodeTask {
    return { cluster: scopeCluster(this.#run.cluster, node), node, fence: this.#progress.agreed.plan.fence };
  }

  async #tryToClaim(node: string): Promise<void> {
    try {
      await this.claim(node);
    } catch (error) {
      if (this.#run.isStopping) throw error;
      const failure = failureCause(error);
      if (isLost(failure)) throw branchFailure(failure);
    }
  }

  /** Not held up by a hold: it changes nothing that a person could want to stand still. */
  async #release(node: string): Promise<void> {
    const title = activityTitle('releaseNode', this.#run.cluster);
    try {
      await this.#run.show(node, title, () => perform('releaseNode', this.task(node), { through: node }));
    } catch (error) {
      log.warn('A node could not be released; the next run asks before it takes it over.', {
        node,
        cause: failureCause(error).cause,
      });
    }
  }
}
