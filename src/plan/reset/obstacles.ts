import type { Node } from '../../config/cluster';
import { isControlPlane } from '../../config/nodes';
import type { EtcdMember } from '../facts';
import { findMember, peerUrlOf } from '../membership';
import type { PreflightFinding } from '../preflight-finding';
import { yoursToFix } from '../preflight/rule';
import { findUnreachable } from '../preflight/unreachable';
import { refuseRemoval, type Voter } from '../quorum';
import type { ResetContext } from './target';

/** Machines that are gone may be left behind; what else keeps a machine from answering is a person's to mend. */
const GONE = 'NodeUnreachable';

/** What stands in the way of a reset. */
export function findObstacles(context: ResetContext): PreflightFinding[] {
  return [
    ...findUnreachable(context.unreachable.filter(({ node, type }) => type !== GONE && isNeeded(context, node))),
    ...findOtherClusters(context),
    ...(context.scope === 'cluster' ? findNobody(context) : [...findNoPeer(context), ...findLostQuorum(context)]),
    ...noteSilentPeers(context),
  ];
}

function isNeeded({ targets, staying }: ResetContext, name: string): boolean {
  return [...targets.map(({ node }) => node), ...staying.filter(isControlPlane)].some((node) => node.name === name);
}

/** A node that another cluster has claimed, or that trusts another CA than the control planes that stay. */
function findOtherClusters({ targets, claim, peers }: ResetContext): PreflightFinding[] {
  const ca = peers[0]?.facts.kubeadm.caFingerprint;
  return targets.flatMap(({ node, facts }) => {
    const own = facts?.kubeadm.caFingerprint;
    const holder = facts?.fence?.clusterUid === claim.fence.clusterUid ? undefined : facts?.fence?.holder;
    const other =
      holder ?? (ca !== undefined && own !== undefined && own !== ca ? 'the cluster of another CA' : undefined);
    if (other === undefined) return [];
    const fix = 'Check its address in the file; it is reset by the file of its own cluster.';
    return [{ node: node.name, ...yoursToFix('other-cluster', `the machine belongs to ${other}`, fix) }];
  });
}

function findNobody({ known }: ResetContext): PreflightFinding[] {
  if (known.length > 0) return [];
  return [
    yoursToFix('no-machine', 'not one machine answers: there is nothing to reset', 'Bring one back, then reset.'),
  ];
}

function findNoPeer({ staying, peers, cluster }: ResetContext): PreflightFinding[] {
  const whole = `slipway reset resets the whole cluster ${cluster.metadata.name}`;
  if (!staying.some(isControlPlane))
    return [yoursToFix('no-control-plane-left', 'no control plane would be left', `Leave one out; ${whole}.`)];
  if (peers.length > 0) return [];
  const names = staying.filter(isControlPlane).map(({ name }) => name);
  const message = `none of the control planes that stay answers (${names.join(', ')}): nobody can take a node out of the cluster`;
  return [yoursToFix('no-peer', message, `Bring one of them back first; ${whole}.`)];
}

/** Members leave one after the other; each removal must leave etcd with a quorum. */
function findLostQuorum({ members, targets, known }: ResetContext): PreflightFinding[] {
  let left = members.map((member): Voter => ({ ...member, healthy: isHealthy(member, known) }));
  return targets.flatMap(({ node }) => {
    if (findMember(members, node) === undefined) return [];
    const refusal = refuseRemoval(left, peerUrlOf(node));
    left = left.filter(({ peerUrl }) => peerUrl !== peerUrlOf(node));
    if (refusal === undefined) return [];
    return [
      { node: node.name, ...yoursToFix('quorum', refusal, 'Bring the members that are named back first, then reset.') },
    ];
  });
}

/** As far as the facts of its node tell: etcd answers there, and so does the API server, which needs it. */
function isHealthy(member: EtcdMember, known: ResetContext['known']): boolean {
  const facts = known.find(({ node }) => peerUrlOf(node) === member.peerUrl)?.facts;
  if (facts?.member !== undefined) return facts.member.isHealthy;
  return facts?.kubeadm.members !== undefined && facts.kubeadm.apiServerLive;
}

/** Its lists are made right by the next install that reaches it. */
function noteSilentPeers({ unreachable, staying, scope }: ResetContext): PreflightFinding[] {
  const isSilent = ({ name }: Node) => unreachable.some(({ node, type }) => node === name && type === GONE);
  if (scope === 'cluster') return [];
  return staying
    .filter((node) => isControlPlane(node) && isSilent(node))
    .map(({ name }) => ({
      node: name,
      id: 'silent-peer',
      message: `${name} does not answer: its load balancer goes on naming the nodes that leave`,
      fix: 'Install again once it is back.',
      verdict: { kind: 'noted' },
    }));
}
