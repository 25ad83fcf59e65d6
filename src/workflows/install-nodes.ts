import { condition, setHandler } from '@temporalio/workflow';
import { controlPlanes } from '../config/nodes';
import { scopeCluster } from '../config/scope-cluster';
import type { InstallPlan, NodePlan } from '../plan/install-plan';
import {
  etcdTurnRequestedSignal,
  etcdTurnReturnedSignal,
  type InstallNodeResult,
  nodeProgressSignal,
} from './child-messages';
import type { Claims } from './claims';
import { checkEtcd } from './cluster-checks';
import { EtcdTurn } from './etcd-turn';
import { NodeChildren } from './node-children';
import { phasesOfNode } from './node-phases';
import { perform } from './perform';
import type { Run } from './run';
import { Slots } from './slots';

/** Node workflows at a time; the first control plane and the others come before the workers. */
const MAX_NODES_AT_A_TIME = 50;

/** What became of the nodes that had something to do; a node without a result was skipped. */
export interface InstalledNodes {
  readonly results: ReadonlyMap<string, InstallNodeResult | undefined>;
  /** Control planes that answer, best first. */
  readonly liveControlPlanes: readonly string[];
}

export function needsWork({ pendingSteps, membership }: NodePlan): boolean {
  return pendingSteps.length > 0 || membership !== 'none';
}

/** Brings every node of the plan into the cluster, all side by side, and applies the pod network beside the joins. */
export async function installNodes(run: Run, plan: InstallPlan, claims: Claims): Promise<InstalledNodes> {
  const install = new NodesInstall(run, plan, claims);
  return install.walk();
}

class NodesInstall {
  readonly #run: Run;
  readonly #plan: InstallPlan;
  readonly #claims: Claims;
  readonly #children: NodeChildren;
  readonly #turn: EtcdTurn;
  readonly #results = new Map<string, InstallNodeResult | undefined>();
  readonly #slots = new Slots(MAX_NODES_AT_A_TIME);
  /** Members of a live cluster change one at a time: a runtime restarts under running pods. */
  readonly #memberSlot = new Slots(1);
  readonly #waitForInit = new Set<string>();
  #live: readonly string[];

  constructor(run: Run, plan: InstallPlan, claims: Claims) {
    this.#run = run;
    this.#plan = plan;
    this.#claims = claims;
    this.#live = liveControlPlanes(plan, claims);
    this.#children = new NodeChildren(run, plan.fence);
    this.#turn = new EtcdTurn(run.board, {
      grant: (node) => this.#grantTurn(node),
      isMembershipSane: () => this.#isMembershipSane(),
    });
  }

  async walk(): Promise<InstalledNodes> {
    const { cluster, board } = this.#run;
    this.#listen();
    board.addNodes(
      new Map(
        this.#plan.nodes.map((plan) => [
          plan.node,
          needsWork(plan) ? phasesOfNode(cluster, plan.node, plan.membership) : [],
        ]),
      ),
    );
    if (this.#live.length > 0) await this.#children.clusterUp(this.#issuers());
    const work = this.#plan.nodes.filter(needsWork).toSorted((a, b) => rank(a) - rank(b));
    await this.#run.all<unknown>([...work.map((plan) => this.#installNode(plan)), this.#applyCni()]);
    return { results: this.#results, liveControlPlanes: this.#live };
  }

  async #installNode(plan: NodePlan): Promise<void> {
    const { node, controlPlane, membership } = plan;
    const slots = membership === 'none' ? this.#memberSlot : this.#slots;
    const result = await this.#run.branch({ node, phase: 'prepare', canSkip: !controlPlane }, async () => {
      await this.#claims.claim(node);
      await this.#claims.wipe(node);
      return slots.use(() => this.#runChild(plan));
    });
    this.#results.set(node, result);
    if (result === undefined) this.#run.board.endNode(node, 'failed', 'skipped');
    else this.#run.board.endNode(node, 'done');
    if (membership === 'init') await this.#clusterIsUp(node);
  }

  async #runChild(plan: NodePlan): Promise<InstallNodeResult> {
    try {
      return await this.#children.install(plan);
    } finally {
      void this.#turn.childClosed(plan.node);
    }
  }

  async #clusterIsUp(node: string): Promise<void> {
    this.#live = [node];
    for (const waiting of this.#waitForInit) this.#run.board.noteNode(waiting, undefined);
    this.#waitForInit.clear();
    await this.#children.clusterUp(this.#issuers());
  }

  /** Those that answer come first; the others may have joined by the time that material is issued again. */
  #issuers(): readonly string[] {
    const others = controlPlanes(this.#run.cluster).map(({ name }) => name);
    return [...new Set([...this.#live, ...others])];
  }

  async #applyCni(): Promise<void> {
    await condition(() => this.#live.length > 0);
    const [controlPlane = this.#plan.initNode] = this.#live;
    const { cluster } = this.#run;
    await this.#run.phase('cni', () =>
      perform(
        'applyCni',
        { cluster: scopeCluster(cluster, controlPlane), fence: this.#plan.fence, controlPlane },
        { through: controlPlane },
      ),
    );
  }

  #listen(): void {
    const { board } = this.#run;
    const description = 'Sent by the workflows of the nodes.';
    setHandler(etcdTurnRequestedSignal, ({ node }) => this.#etcdTurnRequested(node), { description });
    setHandler(etcdTurnReturnedSignal, ({ node, joined }) => this.#etcdTurnReturned(node, joined), { description });
    setHandler(
      nodeProgressSignal,
      ({ node, phase, notice }) => {
        if (notice !== undefined) return board.notice(notice);
        const waits = phase === 'join' && this.#live.length === 0;
        if (waits) this.#waitForInit.add(node);
        board.enterNodePhase(node, phase, waits ? 'waits for the first control plane' : undefined);
      },
      { description },
    );
  }

  async #grantTurn(node: string): Promise<boolean> {
    const { board } = this.#run;
    const isGranted = await this.#children.grantEtcdTurn(node);
    if (isGranted) board.noteNode(node, 'changes the etcd membership');
    return isGranted;
  }

  async #etcdTurnRequested(node: string): Promise<void> {
    this.#run.board.noteNode(node, 'waits for the etcd turn');
    await this.#turn.request(node);
  }

  async #etcdTurnReturned(node: string, joined: boolean): Promise<void> {
    this.#run.board.noteNode(node, undefined);
    await this.#turn.giveBack(node, joined);
  }

  /** False also where nobody can tell: then the turn stays with the node that left it unfinished. */
  async #isMembershipSane(): Promise<boolean> {
    try {
      const { members } = await this.#run.scope.run(() => checkEtcd(this.#run.cluster, this.#live));
      return members.every(({ name, isLearner }) => name !== '' && !isLearner);
    } catch {
      return false;
    }
  }
}

/** Claimed ones first; none while the first control plane, though it answers, is still to be finished. */
function liveControlPlanes(plan: InstallPlan, claims: Claims): readonly string[] {
  if (plan.nodes.some(({ membership }) => membership === 'init')) return [];
  return plan.liveControlPlanes.toSorted((a, b) => Number(claims.holds(b)) - Number(claims.holds(a)));
}

function rank({ membership, controlPlane }: NodePlan): number {
  if (membership === 'init') return 0;
  return controlPlane ? 1 : 2;
}
