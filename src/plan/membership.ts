import type { Node } from '../config/cluster';
import { formatEndpoint } from '../config/endpoint';
import { isControlPlane, isKubernetesNode } from '../config/nodes';
import type { EtcdMember, NodeFacts } from './facts';
import { hasKubeletIdentity, isPrepared, isStarted } from './kubeadm/leavings';

const ETCD_PEER_PORT = 2380;

/** The URL under which kubeadm makes the node's etcd member known. */
export function peerUrlOf(node: Node): string {
  return `https://${formatEndpoint(node.address, ETCD_PEER_PORT)}`;
}

export function findMember(members: readonly EtcdMember[], node: Node): EtcdMember | undefined {
  return members.find(({ peerUrl }) => peerUrl === peerUrlOf(node));
}

/** What a join of the node left in etcd that does not vote, or has never started: nothing is lost with it. */
export function findLearners(members: readonly EtcdMember[], node: Node): EtcdMember[] {
  return members.filter(({ peerUrl, isLearner, name }) => peerUrl === peerUrlOf(node) && (isLearner || name === ''));
}

/** A control plane that answers, has an etcd and is marked as one: kubeadm has nothing left to do there. */
export function isLiveControlPlane(node: Node, { kubeadm }: NodeFacts): boolean {
  const own = findMember(kubeadm.members ?? [], node);
  const hasEtcd = kubeadm.externalEtcd ? kubeadm.members !== undefined : own?.isLearner === false;
  return (
    isControlPlane(node) &&
    isPrepared(kubeadm) &&
    isStarted(kubeadm) &&
    kubeadm.apiServerLive &&
    kubeadm.markedControlPlane === true &&
    hasEtcd
  );
}

/** The node's member of an external etcd votes, and says itself that it is well. */
export function isEtcdMember(node: Node, { member }: NodeFacts): boolean {
  const own = findMember(member?.members ?? [], node);
  return member?.isHealthy === true && own?.isLearner === false;
}

/** The node has joined: as what it is in the file, and its kubelet runs where it is to have one. */
export function isMember(node: Node, facts: NodeFacts): boolean {
  const { kubeadm } = facts;
  if (!isKubernetesNode(node)) return isEtcdMember(node, facts);
  const isRegistered = kubeadm.nodeObject === 'ready' || kubeadm.nodeObject === 'not-ready';
  if (!isRegistered || !kubeadm.kubeletActive || !hasKubeletIdentity(kubeadm)) return false;
  return isControlPlane(node) ? isLiveControlPlane(node, facts) : true;
}
