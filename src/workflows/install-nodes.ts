import { isCancellation } from '@temporalio/workflow';
import { scopeCluster } from '../config/scope-cluster';
import type { InstallPlan, NodePlan } from '../plan/install-plan';
import type { InstallNodeResult } from './child-messages';
import type { Claims } from './claims';
import { branchFailure, failureCause } from './failure-cause';
import type { InstallProgress } from './install-progress';
import { NodeChildren } from './node-children';
import { NodeJoins } from './node-joins';
import { entersCluster, phasesOfNode } from './node-phases';
import type { Run } from './run';
import { Slots } from './slots';
import { leavePodNetwork } from './switch-pod-network';
import { WAITING_STATES } from './waiting-states';

/** Nodes at a time in their own workflows, and in their joins; the first control plane and the others come before the workers. */
const MAX_NODES_AT_A_TIME = 50;

export function needsWork({ pendingSteps, membership }: NodePlan): boolean {
  return pendingSteps.length > 0 || membership !== 'none';
}

/** Brings every node of the plan into the cluster, all side by side, and applies the pod network beside the joins. */
export function installNodes(run: Run, claims: Claims, progress: InstallProgress): Promise<void> {
  return new NodesInstall(run, claims, progress).walk();
}

class NodesInstall {
  readonly #run: Run;
  readonly #plan: InstallPlan;
  readonly #claims: Claims;
  readonly #progress: InstallProgress;
  readonly #children: NodeChildren;
  readonly #joins: NodeJoins;
  readonly #childSlots = this.#slots(MAX_NODES_AT_A_TIME, 'nodes wait to be prepared');
  readonly #joinSlots = this.#slots(MAX_NODES_AT_A_TIME, 'nodes wait to join');
  /** Members of a live cluster change one at a time: a runtime restarts under running pods. */
  readonly #memberSlot = this.#slots(1, 'members of the live cluster wait for their turn');
  #endWaitForInit: (() => void) | undefined;

  constructor(run: Run, claims: Claims, progress: InstallProgress) {
    const { plan } = progress.agreed;
    this.#run = run;
    this.#plan = plan;
    this.#claims = claims;
    this.#progress = progress;
    // Those that this run holds answer to it.
    progress.live = progress.live.toSorted((a, b) => Number(claims.holds(b)) - Number(claims.holds(a)));
    this.#children = new NodeChildren(run, plan.fence);
    this.#joins = new NodeJoins(run, claims, progress);
    run.carryProgress = () => {
      progress.etcdTurnKeptFor = this.#joins.etcdTurnKeptFor;
      return progress.carry();
    };
  }

  /** Places of which the run shows that they are all taken. */
  #slots(size: number, text: string): Slots {
    let endWait: (() => void) | undefined;
    return new Slots(size, (isQueued) => {
      endWait?.();
      endWait = isQueued
        ? this.#run.board.beginWait({ state: 'place', text: `${text}: ${size} at a time` })
        : undefined;
    });
  }

  async walk(): Promise<void> {
    const { cluster, board } = this.#run;
    const { results } = this.#progress;
    const phases = (plan: NodePlan) => (needsWork(plan) ? phasesOfNode(cluster, plan.node, plan.membership) : []);
    board.addNodes(new Map(this.#plan.nodes.map((plan) => [plan.node, phases(plan)])));
    for (const [node, result] of results) this.#showEnd(node, result);
    const work = this.#plan.nodes.filter((plan) => needsWork(plan) && !results.has(plan.node));
    const inOrder = work.toSorted((a, b) => rank(a) - rank(b));
    const branches = inOrder.map((plan) => this.#installNode(plan));
    const network = isSwitch(this.#plan) ? [] : [this.#applyCni()];
    await this.#run.all<unknown>([...branches, this.#settleEtcd(), ...network]);
    // The images of the new one are on every node by now, and its ports open: pods are without a network for less long.
    if (isSwitch(this.#plan)) await this.#applyCni();
  }

  async #installNode(plan: NodePlan): Promise<void> {
    const { node, controlPlane, membership } = plan;
    const canSkip = !controlPlane && membership !== 'etcd';
    const { failed } = this.#progress;
    const result = await this.#run.branch({ node, phase: 'prepare', canSkip }, async () => {
      const wasAsked = failed.has(node);
      try {
        return await this.#tryNode(plan);
      } catch (error) {
        failed.add(node);
        // Whoever tries again, after the machine was replaced, has answered for that too.
        if (this.#claims.forgetLost(node, error) && wasAsked) return this.#tryNode(plan);
        throw error;
      }
    });
    failed.delete(node);
    this.#progress.prepared.delete(node);
    this.#progress.results.set(node, result);
    this.#showEnd(node, result);
  }

  async #tryNode(plan: NodePlan): Promise<InstallNodeResult> {
    const { node, membership } = plan;
    const prepared = this.#progress.prepared.get(node) ?? (await this.#prepare(plan));
    if (entersCluster(membership)) await this.#enterCluster(plan, membership);
    return prepared;
  }

  async #prepare(plan: NodePlan): Promise<InstallNodeResult> {
    const { node, membership } = plan;
    const slots = membership === 'none' ? this.#memberSlot : this.#childSlots;
    const prepared = await slots.use(async () => {
      await this.#claims.claim(node);
      await this.#wipe(node);
      return this.#children.install(plan);
    });
    this.#progress.prepared.set(node, prepared);
    return prepared;
  }

  /** Wipes what the approved plan says is to be wiped on the node: once, since a later wipe would hit what we built. */
  async #wipe(node: string): Promise<void> {
    const { wiped } = this.#progress;
    if (wiped.has(node) || !this.#plan.wipe.some((entry) => entry.node === node)) return;
    await this.#run.perform('wipeNode', this.#claims.task(node), { through: node });
    wiped.add(node);
  }

  /** The part of a node's install that changes the cluster: driven here, where all nodes are seen. */
  async #enterCluster(plan: NodePlan, membership: 'init' | 'join'): Promise<void> {
    this.#run.board.enterNodePhase(plan.node, membership);
    try {
      if (membership === 'init') await this.#initCluster(plan.node);
      else {
        await this.#awaitCluster(plan.node);
        await this.#joinSlots.use(() => this.#joins.join(plan));
      }
    } catch (error) {
      if (isCancellation(error)) throw error;
      // Whoever tries again, perhaps days later, looks at everything again.
      this.#progress.prepared.delete(plan.node);
      throw branchFailure({ phase: membership, ...failureCause(error) });
    }
  }

  async #settleEtcd(): Promise<void> {
    await this.#raiseEtcd();
    await this.#updateApiServers();
  }

  /** One after the other, each ready before the next: the load balancer passes over the one that restarts. */
  async #updateApiServers(): Promise<void> {
    const { updatedApiServers } = this.#progress;
    for (const node of this.#plan.apiServers ?? [])
      await this.#memberSlot.use(async () => {
        if (updatedApiServers.has(node)) return;
        await this.#run.phase('etcd', () =>
          this.#run.perform('updateApiServer', this.#claims.task(node), { through: node }),
        );
        updatedApiServers.add(node);
      });
  }

  /** Once the machines of its members are prepared, and that of the first control plane, which is to reach it. */
  async #raiseEtcd(): Promise<void> {
    const { etcd, initNode, liveControlPlanes, fence, nodes } = this.#plan;
    const progress = this.#progress;
    if (etcd === undefined) this.#run.board.movePhase('etcd', 'nothing-to-do');
    if (etcd === undefined || progress.isEtcdUp) return;
    const isFirst = nodes.some(({ node, membership }) => node === initNode && membership === 'init');
    const clients = [...new Set([...(isFirst ? [initNode] : []), ...liveControlPlanes])];
    const needed = nodes.filter((plan) => needsWork(plan) && [...etcd, ...clients].includes(plan.node));
    const isPrepared = ({ node }: NodePlan) => progress.prepared.has(node) || progress.results.has(node);
    await WAITING_STATES.externalEtcd.until(() => needed.every(isPrepared));
    const [through = initNode] = [...etcd, ...clients];
    const input = { cluster: scopeCluster(this.#run.cluster), fence, controlPlanes: clients };
    const call = { through, about: 'etcd', priority: { priorityKey: 1 } };
    await this.#run.phase('etcd', async () => {
      for (const node of [...etcd, ...clients]) await this.#claims.claim(node);
      return this.#run.perform('installExternalEtcd', input, call);
    });
    progress.isEtcdUp = true;
  }

  async #initCluster(node: string): Promise<void> {
    await this.#awaitEtcd(node);
    await this.#run.perform('initControlPlane', this.#claims.task(node), {
      through: node,
      priority: { priorityKey: 1 },
    });
    this.#progress.live = [node];
  }

  async #awaitEtcd(node: string): Promise<void> {
    const isUp = (): boolean => this.#plan.etcd === undefined || this.#progress.isEtcdUp;
    if (isUp()) return;
    const text = 'waits for the external etcd';
    const endWait = this.#run.board.beginWait({ state: 'externalEtcd', node, text });
    try {
      await WAITING_STATES.externalEtcd.until(isUp);
    } finally {
      endWait();
    }
  }

  async #awaitCluster(node: string): Promise<void> {
    await this.#awaitApiServers(node);
    if (this.#progress.live.length > 0) return;
    const { board } = this.#run;
    const { initNode } = this.#plan;
    this.#endWaitForInit ??= board.beginWait({
      state: 'firstControlPlane',
      text: `nodes that are ready to join wait for the first control plane, ${initNode}`,
    });
    board.noteNode(node, 'waits for the first control plane');
    try {
      await WAITING_STATES.firstControlPlane.until(() => this.#progress.live.length > 0);
    } finally {
      board.noteNode(node, undefined);
      this.#endWaitForInit?.();
    }
  }

  /** A control plane that joins takes its endpoints from the cluster, and no join goes through an API server that restarts. */
  async #awaitApiServers(node: string): Promise<void> {
    const { apiServers = [] } = this.#plan;
    const isUpdated = (): boolean => apiServers.every((name) => this.#progress.updatedApiServers.has(name));
    if (isUpdated()) return;
    const text = 'waits until every API server asks etcd where it is now';
    const endWait = this.#run.board.beginWait({ state: 'apiServers', node, text });
    try {
      await WAITING_STATES.apiServers.until(isUpdated);
    } finally {
      endWait();
    }
  }

  async #applyCni(): Promise<void> {
    if (this.#progress.isCniApplied) return;
    await WAITING_STATES.firstControlPlane.until(() => this.#progress.live.length > 0);
    const [controlPlane = this.#plan.initNode] = this.#progress.live;
    const input = {
      cluster: scopeCluster(this.#run.cluster, controlPlane),
      fence: this.#plan.fence,
      controlPlane,
    };
    await this.#run.phase('cni', async () => {
      await leavePodNetwork(this.#run, this.#claims, this.#progress);
      await this.#run.perform('applyCni', input, { through: controlPlane });
    });
    this.#progress.isCniApplied = true;
  }

  #showEnd(node: string, result: InstallNodeResult | undefined): void {
    if (result === undefined) this.#run.board.endNode(node, 'failed', 'skipped');
    else this.#run.board.endNode(node, 'done');
  }
}

/** Whether every node has its part in what the plan does. */
export function isSwitch({ podNetwork }: InstallPlan): boolean {
  return podNetwork?.move === 'switch';
}

function rank({ membership, controlPlane }: NodePlan): number {
  if (membership === 'init' || membership === 'etcd') return 0;
  return controlPlane ? 1 : 2;
}
