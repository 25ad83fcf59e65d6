import { scopeCluster } from '../config/scope-cluster';
import type { ResetNodePlan, ResetPlan } from '../plan/reset-plan';
import type { Claims } from './claims';
import { failureCause } from './failure-cause';
import type { ResetNodeResult } from './messages-of-reset';
import { isBalanced } from './node-phases';
import type { NodePhase } from './phases';
import type { ResetProgress } from './reset-progress';
import type { Run } from './run';
import { Slots } from './slots';

/** Machines that are reset side by side where the whole cluster goes. */
const MAX_NODES_AT_A_TIME = 50;

/** Causes that another peer may not have. */
const SILENT: readonly string[] = ['NodeUnreachable', 'ApiServerUnavailable', 'Timeout'];

/** Walks an approved plan; what became of every node. A cluster that goes on loses one node at a time. */
export function resetNodes(run: Run, claims: Claims, progress: ResetProgress): Promise<readonly ResetNodeResult[]> {
  return new NodesReset(run, claims, progress).walk();
}

class NodesReset {
  readonly #run: Run;
  readonly #plan: ResetPlan;
  readonly #claims: Claims;
  readonly #progress: ResetProgress;
  readonly #slots = new Slots(MAX_NODES_AT_A_TIME);
  /** Control planes that stay and name their peers in a load balancer of their own. */
  readonly #balancedPeers: readonly string[];

  constructor(run: Run, claims: Claims, progress: ResetProgress) {
    const { plan } = progress.agreed;
    this.#run = run;
    this.#plan = plan;
    this.#claims = claims;
    this.#progress = progress;
    const leaves = plan.nodes.some(({ controlPlane }) => controlPlane);
    this.#balancedPeers = plan.peers.filter((peer) => leaves && isBalanced(run.cluster, peer));
  }

  async walk(): Promise<readonly ResetNodeResult[]> {
    const { nodes, peers } = this.#plan;
    const { board } = this.#run;
    const { results } = this.#progress;
    board.addNodes(new Map(nodes.map((plan) => [plan.node, this.#phasesOf(plan)])));
    if (this.#balancedPeers.length > 0)
      board.addNodes(new Map(this.#balancedPeers.map((peer) => [peer, ['load-balancer']])));
    for (const result of results.values()) this.#showEnd(result);
    const ahead = nodes.filter(({ node }) => !results.has(node));
    await this.#claims.claimAll([...peers, ...ahead.filter(({ reachable }) => reachable).map(({ node }) => node)]);
    for (const together of this.#rounds())
      await this.#run.all(together.map((plan) => this.#slots.use(() => this.#takeOut(plan))));
    for (const peer of this.#balancedPeers) board.endNode(peer, 'done');
    return nodes.flatMap(({ node }) => results.get(node) ?? []);
  }

  /** What goes side by side: workers, then control planes but the best, then that one, then an external etcd. One by one in a cluster that goes on. */
  #rounds(): readonly (readonly ResetNodePlan[])[] {
    const { nodes, scope } = this.#plan;
    const planes = nodes.filter(({ controlPlane }) => controlPlane);
    const rounds =
      scope === 'nodes'
        ? nodes.map((plan) => [plan])
        : [
            nodes.filter(({ controlPlane, etcdAlone }) => !controlPlane && etcdAlone !== true),
            planes.slice(0, -1),
            planes.slice(-1),
            nodes.filter(({ etcdAlone }) => etcdAlone === true),
          ];
    return rounds.map((round) => round.filter(({ node }) => !this.#progress.results.has(node)));
  }

  /** From the cluster's side to the machine's: nothing on the machine is touched while the cluster still counts on it. */
  async #takeOut(plan: ResetNodePlan): Promise<void> {
    const { node, reachable } = plan;
    const phases = this.#phasesOf(plan);
    const [phase = 'reset'] = phases;
    const isOut = await this.#run.branch({ node, phase, canSkip: true }, async () => {
      for (const next of phases) await this.#enter(node, next);
      return true;
    });
    const left = isOut === undefined ? 'skipped' : reachable ? undefined : 'unreachable';
    const result: ResetNodeResult = { name: node, removed: this.#progress.removedFrom(node), ...(left && { left }) };
    this.#progress.results.set(node, result);
    this.#showEnd(result);
  }

  #showEnd({ name, left }: ResetNodeResult): void {
    if (left === 'skipped') this.#run.board.endNode(name, 'failed', 'skipped');
    else this.#run.board.endNode(name, 'done', left && 'the machine did not answer');
  }

  #phasesOf({ drains, leavesEtcd, reachable, controlPlane, etcdAlone }: ResetNodePlan): NodePhase[] {
    return [
      ...(drains ? (['drain'] as const) : []),
      ...(leavesEtcd ? (['etcd-member'] as const) : []),
      ...(controlPlane && this.#balancedPeers.length > 0 ? (['load-balancer'] as const) : []),
      ...(reachable ? (['reset'] as const) : []),
      ...(this.#plan.scope === 'nodes' && etcdAlone !== true ? (['node-object'] as const) : []),
    ];
  }

  async #enter(node: string, phase: NodePhase): Promise<void> {
    this.#run.board.enterNodePhase(node, phase);
    if (phase === 'reset') return this.#resetMachine(node);
    if (phase === 'load-balancer') return this.#dropFromLists(node);
    if (phase === 'drain') await this.#throughPeer('drainNode', node);
    if (phase === 'node-object') await this.#throughPeer('deleteNode', node);
    if (phase !== 'etcd-member') return;
    await this.#throughPeer('removeEtcdMember', node);
    this.#progress.departed.add(node);
  }

  /** Through the best peer, or the next one where that has fallen silent. */
  async #throughPeer(name: 'drainNode' | 'removeEtcdMember' | 'deleteNode', node: string): Promise<unknown> {
    const task = this.#claims.task(node);
    let silence: unknown;
    for (const controlPlane of this.#plan.peers) {
      try {
        const call = { through: controlPlane, about: node };
        return await this.#holding(controlPlane, () => this.#run.perform(name, { ...task, controlPlane }, call));
      } catch (error) {
        if (this.#run.isStopping || !SILENT.includes(failureCause(error).type)) throw error;
        silence = error;
      }
    }
    throw silence;
  }

  /** The lists of the others lose this node and those that left before it; a reload takes them up. */
  async #dropFromLists(node: string): Promise<void> {
    const { cluster, board } = this.#run;
    const { departed } = this.#progress;
    departed.add(node);
    const nodes = cluster.spec.nodes.filter(({ name }) => !departed.has(name));
    const rest = { ...cluster, spec: { ...cluster.spec, nodes } };
    for (const peer of this.#balancedPeers) {
      board.enterNodePhase(peer, 'load-balancer');
      const task = { ...this.#claims.task(peer), cluster: scopeCluster(rest, peer) };
      await this.#holding(peer, () => this.#run.perform('installLoadBalancer', task, { through: peer }));
    }
  }

  async #resetMachine(node: string): Promise<void> {
    const task = this.#claims.task(node);
    const { removed } = await this.#holding(node, () => this.#run.perform('resetNode', task, { through: node }));
    this.#progress.noteRemoved(node, removed);
    await this.#run.perform('forgetNode', task, { through: node });
    this.#claims.forget(node);
  }

  /** Work on a node that this run holds; where the node does not know that any more, a retry claims it anew. */
  async #holding<T>(node: string, work: () => Promise<T>): Promise<T> {
    try {
      await this.#claims.claim(node);
      return await work();
    } catch (error) {
      this.#claims.forgetLost(node, error);
      throw error;
    }
  }
}
