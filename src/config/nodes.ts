import type { Cluster, Node } from './cluster';

export function isControlPlane(node: Node): boolean {
  return node.roles.includes('control-plane');
}

export function isEtcdNode(node: Node): boolean {
  return node.roles.includes('etcd');
}

/** The kubelet runs there; a node that has only the role etcd is a machine of the cluster without being one of its Nodes. */
export function isKubernetesNode(node: Node): boolean {
  return node.roles.some((role) => role !== 'etcd');
}

/** Control planes in the order of the file. */
export function controlPlanes(cluster: Cluster): Node[] {
  return cluster.spec.nodes.filter(isControlPlane);
}

/** Nodes that are no control plane, in the order of the file. */
export function workers(cluster: Cluster): Node[] {
  return kubernetesNodes(cluster).filter((node) => !isControlPlane(node));
}

/** Nodes on which the kubelet runs, in the order of the file. */
export function kubernetesNodes(cluster: Cluster): Node[] {
  return cluster.spec.nodes.filter(isKubernetesNode);
}

/** etcd is no static pod that kubeadm makes on the control planes. */
export function hasExternalEtcd({ spec }: Cluster): boolean {
  return spec.etcd.topology === 'external';
}

/** Nodes with a member of an external etcd that Slipway installs, in the order of the file. */
export function etcdNodes(cluster: Cluster): Node[] {
  return hasExternalEtcd(cluster) ? cluster.spec.nodes.filter(isEtcdNode) : [];
}

/** Nodes that have a member of etcd, wherever it runs; undefined where it is somebody else's. */
export function memberNodes(cluster: Cluster): Node[] | undefined {
  if (!hasExternalEtcd(cluster)) return controlPlanes(cluster);
  return cluster.spec.etcd.endpoints === undefined ? etcdNodes(cluster) : undefined;
}

/** The node is to have a member of etcd. */
export function hasMember(cluster: Cluster, node: Node): boolean {
  return memberNodes(cluster)?.some(({ name }) => name === node.name) === true;
}

/** The control plane that a new cluster starts from: the first in the file. */
export function initNode(cluster: Cluster): Node {
  const [first] = controlPlanes(cluster);
  if (first === undefined)
    throw new Error(`cluster "${cluster.metadata.name}" has no control plane; give a node the role control-plane`);
  return first;
}

/** Throws when the cluster has no node of that name. */
export function nodeByName(cluster: Cluster, name: string): Node {
  const node = cluster.spec.nodes.find((candidate) => candidate.name === name);
  if (node === undefined) throw new Error(`cluster "${cluster.metadata.name}" has no node "${name}"`);
  return node;
}
