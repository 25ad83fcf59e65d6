import type { Cluster, Node } from '../../config/cluster';
import { hostPort } from './endpoint';

const CLIENT_PORT = 2379;
const PEER_PORT = 2380;

/** What control planes reach an external etcd with; kubeadm itself hands it on to the control planes that join. */
export const ETCD_CLIENT_FILES = {
  ca: '/etc/kubernetes/etcd-client/ca.crt',
  certificate: '/etc/kubernetes/etcd-client/client.crt',
  key: '/etc/kubernetes/etcd-client/client.key',
} as const;

export function hasExternalEtcd({ spec }: Cluster): boolean {
  return spec.etcd.topology === 'external';
}

export function isEtcdNode(node: Node): boolean {
  return node.roles.includes('etcd');
}

/** The machine runs a member of etcd and nothing of Kubernetes. */
export function isEtcdAlone({ roles }: Node): boolean {
  return roles.every((role) => role === 'etcd');
}

/** Where an external etcd answers clients: as the file says, or on the nodes with the role etcd. */
export function externalEndpoints({ spec }: Cluster): readonly string[] {
  return spec.etcd.endpoints ?? spec.nodes.filter(isEtcdNode).map(clientUrlOf);
}

/** Where the member of this node answers clients. */
export function clientUrlOf({ address }: Node): string {
  return `https://${hostPort(address, CLIENT_PORT)}`;
}

/** Where the member of this node answers the others. */
export function peerUrlOf({ address }: Node): string {
  return `https://${hostPort(address, PEER_PORT)}`;
}
