import { createHash } from 'node:crypto';
import type { Cluster, Node } from '../config/cluster';
import { canonicalJson } from '../config/digest';
import { isControlPlane, isKubernetesNode } from '../config/nodes';
import { claimNodes } from './claim';
import type { NodeFacts } from './facts';
import { findMember, isLiveControlPlane } from './membership';
import type { UnreachableNode } from './preflight/unreachable';
import { findForeignFences } from './preflight/foreign-fence';
import { findObstacles } from './reset/obstacles';
import { listResetLosses, type NodePods } from './reset/losses';
import type { ResetContext, ResetTarget } from './reset/target';
import type { ResetNodePlan, ResetPlan } from './reset-plan';
import { describeTrace, nameLasting, type Trace } from './traces';

export interface ResetObservation {
  readonly facts: readonly NodeFacts[];
  readonly unreachable: readonly UnreachableNode[];
  /** Of the nodes whose pods are to be moved, as far as a control plane told. */
  readonly pods: readonly NodePods[];
}

export interface ResetWish {
  /** Absent: the whole cluster. */
  readonly nodes?: readonly string[];
  /** Whether pods are moved to other nodes first. */
  readonly drain: boolean;
  /** `<namespace>/<workflowId>/<runId>` of the run that asks. */
  readonly holder: string;
  /** The UID of the cluster in case that no node carries one. */
  readonly freshUid: string;
}

/** What a reset would do and what stands in its way. Pure: the same observation makes the same plan. */
export function planReset(cluster: Cluster, observation: ResetObservation, wish: ResetWish): ResetPlan {
  const context = describeContext(cluster, observation, wish);
  const { scope, peers, claim, targets } = context;
  const planned = targets.map((target) => planTarget(context, target, { wish, observation }));
  const nodes = planned.map(({ plan }) => plan);
  const takeOver = claim.takeOver.filter(
    ({ node }) => !isOfOtherCluster(observation.facts, claim.fence.clusterUid, node),
  );
  const unreleased = findUnreleased(context, takeOver);
  const findings = [...findObstacles(context), ...findForeignFences(cluster, takeOver)];
  return {
    digest: digestReset({ scope, takeOver, planned }),
    scope,
    nodes,
    peers: peers.map(({ node }) => node.name),
    findings,
    takeOver,
    fence: claim.fence,
    ...(unreleased.length > 0 && { unreleased }),
    isNoop: nodes.every(({ losses }) => losses.length === 0),
  };
}

/** Pods are moved where the node is one of the cluster, and the cluster goes on. */
export function needsDrain({ scope, peers, nodeNames }: ResetContext, { node, facts }: ResetTarget): boolean {
  return scope === 'nodes' && peers.length > 0 && facts !== undefined && nodeNames.has(node.name);
}

/** What the parts of a plan are decided from. */
export function describeContext(
  cluster: Cluster,
  { facts: all, unreachable }: Pick<ResetObservation, 'facts' | 'unreachable'>,
  { nodes: wanted, holder, freshUid }: Omit<ResetWish, 'drain'>,
): ResetContext {
  const factsOf = new Map(all.map((facts) => [facts.node, facts]));
  const isWanted = ({ name }: Node) => wanted === undefined || wanted.includes(name);
  const scope = cluster.spec.nodes.every(isWanted) ? 'cluster' : 'nodes';
  const known = cluster.spec.nodes.flatMap((node) => {
    const facts = factsOf.get(node.name);
    return facts === undefined ? [] : [{ node, facts }];
  });
  const live = known.filter(({ node, facts }) => facts.fence !== undefined && isLiveControlPlane(node, facts));
  const peers = rankPeers(live.filter(({ node }) => !isWanted(node)));
  const claim = claimNodes(
    all,
    live.map(({ node }) => node.name),
    holder,
    freshUid,
  );
  const targets = cluster.spec.nodes.filter(isWanted).map((node): ResetTarget => {
    const facts = factsOf.get(node.name);
    const silence = unreachable.find((each) => each.node === node.name);
    return { node, ...(facts && { facts }), ...(silence && { silence }) };
  });
  return {
    cluster,
    scope,
    peers,
    claim,
    known,
    targets: inOrder(targets),
    staying: cluster.spec.nodes.filter((node) => !isWanted(node)),
    unreachable,
    members: peers[0]?.facts.kubeadm.members ?? [],
    nodeNames: new Set(peers[0]?.facts.kubeadm.nodeNames ?? []),
  };
}

function planTarget(
  context: ResetContext,
  target: ResetTarget,
  { wish, observation }: { readonly wish: ResetWish; readonly observation: ResetObservation },
): { readonly plan: ResetNodePlan; readonly whats: readonly string[] } {
  const { node, facts } = target;
  const drains = wish.drain && needsDrain(context, target);
  const pods = observation.pods.find((each) => each.node === node.name);
  const losses: Trace[] = listResetLosses(context, target, { drains, ...(pods && { pods }) });
  const plan = {
    node: node.name,
    controlPlane: isControlPlane(node),
    ...(!isKubernetesNode(node) && { etcdAlone: true as const }),
    reachable: facts !== undefined,
    drains,
    leavesEtcd: findMember(context.members, node) !== undefined,
    losses: losses.map(describeTrace),
  };
  return { plan, whats: nameLasting(losses) };
}

/** Workers first; control planes that do not answer before those that do, the best last; then the etcd that they need. */
function inOrder(targets: readonly ResetTarget[]): ResetTarget[] {
  const rank = ({ node, facts }: ResetTarget) => {
    if (!isControlPlane(node)) return 0;
    return facts !== undefined && isLiveControlPlane(node, facts) ? 2 : 1;
  };
  const [ofEtcd, others] = [targets.filter(isEtcdAlone), targets.filter((target) => !isEtcdAlone(target))];
  const workers = others.filter((target) => rank(target) === 0);
  const planes = others.filter((target) => rank(target) > 0).toReversed();
  return [...workers, ...planes.toSorted((a, b) => rank(a) - rank(b)), ...ofEtcd];
}

const isEtcdAlone = ({ node }: ResetTarget) => !isKubernetesNode(node);

function rankPeers(live: ResetContext['known']): ResetContext['known'] {
  const isReady = ({ facts }: (typeof live)[number]) => facts.kubeadm.nodeObject === 'ready';
  return [...live.filter(isReady), ...live.filter((peer) => !isReady(peer))];
}

/** Those that are to be asked about first are not among them. */
function findUnreleased({ staying, known, claim }: ResetContext, takeOver: ResetPlan['takeOver']): string[] {
  const isAsked = (name: string) => takeOver.some(({ node }) => node === name);
  const isHeld = ({ facts: { fence } }: ResetContext['known'][number]) =>
    fence?.released === false && fence.clusterUid === claim.fence.clusterUid;
  const held = known.filter(isHeld).map(({ node }) => node.name);
  return staying.map(({ name }) => name).filter((name) => held.includes(name) && !isAsked(name));
}

function isOfOtherCluster(all: readonly NodeFacts[], clusterUid: string, node: string): boolean {
  return all.some(({ node: name, fence }) => name === node && fence !== undefined && fence.clusterUid !== clusterUid);
}

function digestReset({
  scope,
  takeOver,
  planned,
}: Pick<ResetPlan, 'scope' | 'takeOver'> & { readonly planned: readonly ReturnType<typeof planTarget>[] }): string {
  const nodes = planned.map(({ plan: { losses: _losses, ...plan }, whats }) => ({ ...plan, whats }));
  return createHash('sha256')
    .update(canonicalJson({ reset: scope, nodes, takeOver }))
    .digest('hex');
}
