import { CancellationScope, log } from '@temporalio/workflow';
import { scopeCluster } from '../config/scope-cluster';
import type { InstallPlan } from '../plan/install-plan';
import type { NodeTask } from '../activities/contract';
import { branchFailure, failureCause, isLost } from './failure-cause';
import { perform } from './perform';
import type { Run } from './run';

/** The nodes that this run may write on, and what it does on them once, before anything else. */
export class Claims {
  readonly #run: Run;
  readonly #plan: InstallPlan;
  readonly #claimed = new Set<string>();
  readonly #wiped = new Set<string>();

  constructor(run: Run, plan: InstallPlan) {
    this.#run = run;
    this.#plan = plan;
  }

  holds(node: string): boolean {
    return this.#claimed.has(node);
  }

  /**
   * Claims all nodes before anything is changed on one of them. A node that cannot be claimed now is left to its own
   * branch; only a newer run on a node ends this one.
   */
  async claimAll(nodes: readonly string[]): Promise<void> {
    await this.#run.all(nodes.map((node) => this.#tryToClaim(node)));
  }

  async claim(node: string): Promise<void> {
    if (this.holds(node)) return;
    const takeOver = this.#plan.takeOver.some((entry) => entry.node === node);
    await perform('claimNode', { ...this.#task(node), takeOver }, { through: node });
    this.#claimed.add(node);
  }

  /** Wipes what the approved plan says is to be wiped on the node: once, since a later wipe would hit what we built. */
  async wipe(node: string): Promise<void> {
    if (this.#wiped.has(node) || !this.#plan.wipe.some((entry) => entry.node === node)) return;
    await perform('wipeNode', this.#task(node), { through: node });
    this.#wiped.add(node);
  }

  /** Releases every claimed node, also when the run was cancelled; a node that does not answer is left claimed. */
  async releaseAll(): Promise<void> {
    await CancellationScope.nonCancellable(() => Promise.all([...this.#claimed].map((node) => this.#release(node))));
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

  async #release(node: string): Promise<void> {
    try {
      await perform('releaseNode', this.#task(node), { through: node });
    } catch (error) {
      log.warn('A node could not be released; the next run asks before it takes it over.', {
        node,
        cause: failureCause(error).cause,
      });
    }
  }

  #task(node: string): NodeTask {
    return { cluster: scopeCluster(this.#run.cluster, node), node, fence: this.#plan.fence };
  }
}
