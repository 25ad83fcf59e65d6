import { createHash } from 'node:crypto';
import type { Cluster, Node } from '../config/cluster';
import { canonicalJson } from '../config/digest';
import { controlPlanes, etcdNodes, hasExternalEtcd, isControlPlane, isKubernetesNode } from '../config/nodes';
import { type Claim, claimNodes } from './claim';
import { asksEtcdElsewhere } from './etcd/api-server-etcd';
import { decideMembers } from './etcd/decide-members';
import type { NodeFacts } from './facts';
import type { InstallPlan, NodePlan } from './install-plan';
import type { LinkProbe } from './link-probe';
import { isLiveControlPlane, isMember } from './membership';
import { patchNodeSettings } from './node-settings';
import type { OsSupport } from './os-support';
import { preflight } from './preflight';
import type { PreflightFinding } from './preflight-finding';
import { etcdInDoubt, isEtcdInDoubt } from './preflight/etcd-in-doubt';
import { findForeignFences } from './preflight/foreign-fence';
import { listLeftovers } from './preflight/leftovers';
import type { NodeContext } from './preflight/rule';
import { findUnreachable, type UnreachableNode } from './preflight/unreachable';
import { comparePodNetworks, type PodNetworkContext } from './compare-pod-networks';
import { describeTrace, nameLasting, type Trace } from './traces';

export interface InstallObservation {
  readonly facts: readonly NodeFacts[];
  readonly unreachable: readonly UnreachableNode[];
  readonly links: readonly LinkProbe[];
}

export interface InstallContext extends PodNetworkContext {
  /** `<namespace>@<service>/<workflowId>/<runId>` of the run that asks. */
  readonly holder: string;
  /** The UID of the cluster in case that no node carries one. */
  readonly freshUid: string;
  readonly supportedOs: OsSupport;
  /** Where the runtime keeps its images. */
  readonly imageDirectory: string;
}

/** What an install would do and what stands in its way. Pure: the same observation makes the same plan. */
export function planInstall(cluster: Cluster, observation: InstallObservation, context: InstallContext): InstallPlan {
  const known = pairFacts(cluster, observation.facts);
  const claim = claimFor(known, context);
  const nodes = findStages(cluster, known, claim, context);
  const init = chooseInitNode(cluster, nodes);
  const wipes = listWipes(cluster, nodes);
  const podNetwork = comparePodNetworks(nodes, context);
  const liveControlPlanes = rankControlPlanes(nodes);
  const plan = {
    initNode: init,
    nodes: nodes.map((node) => planNode(node, init)),
    wipe: wipes.map(({ node, traces }) => ({ node, items: traces.map(describeTrace) })),
    takeOver: claim.takeOver,
    ...(podNetwork.plan && { podNetwork: podNetwork.plan }),
  };
  const inDoubt = isEtcdInDoubt(nodes, liveControlPlanes);
  const apiServers = liveControlPlanes.filter((name) =>
    known.some(({ node, facts }) => node.name === name && asksEtcdElsewhere(cluster, facts.kubeadm)),
  );
  const etcd = findEtcdWork(cluster, nodes, { plans: plan.nodes, apiServers });
  const findings = [
    ...(inDoubt ? [etcdInDoubt] : []),
    ...findUnreachable(observation.unreachable),
    ...preflight({
      cluster,
      nodes,
      links: observation.links,
      ...podNetwork.seen,
    }),
    ...findForeignFences(cluster, claim.takeOver),
  ];
  return {
    ...plan,
    digest: digestPlan({ ...plan, wipe: wipes.map(({ node, traces }) => ({ node, items: nameLasting(traces) })) }),
    findings,
    fence: claim.fence,
    liveControlPlanes,
    ...(inDoubt && { isEtcdInDoubt: true as const }),
    ...(etcd && { etcd }),
    ...(apiServers.length > 0 && { apiServers }),
    isNoop:
      findings.every(needsNobody) &&
      known.every(isChecked) &&
      plan.nodes.every(needsNothing) &&
      etcd === undefined &&
      podNetwork.plan === undefined,
  };
}

function claimFor(known: readonly PairedFacts[], { holder, freshUid }: InstallContext): Claim {
  const live = known.filter(({ node, facts }) => facts.fence !== undefined && isLiveControlPlane(node, facts));
  const names = live.map(({ node }) => node.name);
  return claimNodes(
    known.map(({ facts }) => facts),
    names,
    holder,
    freshUid,
  );
}

function findStages(
  cluster: Cluster,
  known: readonly PairedFacts[],
  claim: Claim,
  { supportedOs, imageDirectory }: InstallContext,
): NodeContext[] {
  const clusterCa = known.find(({ node, facts }) => facts.fence !== undefined && isLiveControlPlane(node, facts))?.facts
    .kubeadm.caFingerprint;
  // A member that has lost its fence file is still a member.
  const isOurs = ({ node, fence, kubeadm }: NodeFacts) =>
    claim.ours.has(node) || (fence === undefined && clusterCa !== undefined && kubeadm.caFingerprint === clusterCa);
  return known.map(({ node, facts }) => ({
    cluster,
    node,
    facts,
    stage: !isOurs(facts) ? 'new' : isMember(node, facts) ? 'member' : 'ours',
    supportedOs,
    imageDirectory,
  }));
}

interface PairedFacts {
  readonly node: Node;
  readonly facts: NodeFacts;
}

function pairFacts(cluster: Cluster, all: readonly NodeFacts[]): PairedFacts[] {
  const byName = new Map(all.map((facts) => [facts.node, facts]));
  return cluster.spec.nodes.flatMap((node) => {
    const facts = byName.get(node.name);
    return facts === undefined ? [] : [{ node, facts }];
  });
}

/** Where an init has begun it is ended: only init writes super-admin.conf. Else the first control plane of the file. */
function chooseInitNode(cluster: Cluster, nodes: readonly NodeContext[]): string {
  const candidates = nodes.filter(({ node, stage }) => isControlPlane(node) && stage !== 'new');
  const hasBegun = ({ facts }: NodeContext) =>
    facts.kubeadm.kubeconfigs.some(({ name }) => name === 'super-admin.conf') || facts.kubeadm.etcdData;
  const chosen = candidates.find(({ stage }) => stage === 'member') ?? candidates.find(hasBegun);
  return chosen?.node.name ?? controlPlanes(cluster)[0]?.name ?? '';
}

function planNode({ node, facts, stage }: NodeContext, init: string): NodePlan {
  const pending = (facts.steps ?? []).filter((step) => step.pending.length > 0);
  return {
    node: node.name,
    controlPlane: isControlPlane(node),
    pendingSteps: pending.map(({ step }) => step),
    membership: stage === 'member' ? 'none' : !isKubernetesNode(node) ? 'etcd' : node.name === init ? 'init' : 'join',
    ...(stage !== 'new' && facts.fence?.released === false && { unreleased: true }),
    ...(stage === 'member' && !isSettled(node, facts) && { unsettled: true }),
  };
}

/**
 * The nodes of an external etcd on which something is to be done, or without which no first control plane can begin and
 * no API server is told of it anew; undefined where there is nothing to do.
 */
function findEtcdWork(
  cluster: Cluster,
  nodes: readonly NodeContext[],
  { plans, apiServers }: { readonly plans: readonly NodePlan[]; readonly apiServers: readonly string[] },
): readonly string[] | undefined {
  if (!hasExternalEtcd(cluster)) return undefined;
  const members = etcdNodes(cluster);
  const looks = nodes.flatMap(({ facts }) => facts.member ?? []);
  const isAsWanted = members.length === 0 || decideMembers(members, looks).move === 'none';
  const isFirst = plans.some(({ membership }) => membership === 'init');
  return isAsWanted && !isFirst && apiServers.length === 0 ? undefined : members.map(({ name }) => name);
}

/** The annotations say which taints were set; the probe of a node does not see the taints themselves. */
function isSettled(node: Node, { kubeadm: { nodeObject, nodeSettings } }: NodeFacts): boolean {
  if (!isKubernetesNode(node)) return true;
  if (nodeObject !== 'ready' || nodeSettings === undefined) return nodeObject === 'ready';
  const metadata = { name: node.name, resourceVersion: '', ...nodeSettings };
  return patchNodeSettings(node, { metadata, spec: { taints: node.taints } }) === undefined;
}

const needsNobody = ({ verdict }: PreflightFinding) => verdict.kind === 'repaired' || verdict.kind === 'noted';

const isChecked = ({ facts }: { readonly facts: NodeFacts }) => facts.steps !== undefined;

function needsNothing({ pendingSteps, membership, unreleased, unsettled }: NodePlan): boolean {
  return pendingSteps.length === 0 && membership === 'none' && unreleased !== true && unsettled !== true;
}

interface Wipe {
  readonly node: string;
  readonly traces: readonly Trace[];
}

function listWipes(cluster: Cluster, nodes: readonly NodeContext[]): Wipe[] {
  if (cluster.spec.approvals.wipeLeftovers === 'never') return [];
  return nodes
    .filter(({ stage }) => stage === 'new')
    .map(({ node, facts }) => ({ node: node.name, traces: listLeftovers(facts) }))
    .filter(({ traces }) => traces.length > 0);
}

/** Ready ones first, each group in the order of the file. */
function rankControlPlanes(nodes: readonly NodeContext[]): string[] {
  const live = nodes.filter(({ node, facts, stage }) => stage !== 'new' && isLiveControlPlane(node, facts));
  const isReady = ({ facts }: NodeContext) => facts.kubeadm.nodeObject === 'ready';
  return [...live.filter(isReady), ...live.filter((node) => !isReady(node))].map(({ node }) => node.name);
}

/** Over what a person would approve; what differs from look to look (clocks, pending steps) is left out. */
export function digestPlan(plan: Pick<InstallPlan, 'initNode' | 'nodes' | 'wipe' | 'takeOver' | 'podNetwork'>): string {
  const { initNode, nodes, wipe, takeOver, podNetwork } = plan;
  const lost = podNetwork?.move === 'switch' ? { podNetwork } : {};
  const moves = nodes.map(({ node, controlPlane, membership }) => ({ node, controlPlane, membership }));
  return createHash('sha256')
    .update(canonicalJson({ initNode, moves, wipe, takeOver, ...lost }))
    .digest('hex');
}
