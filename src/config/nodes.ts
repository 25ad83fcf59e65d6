import type { Cluster, Node } from './cluster';

export function isControlPlane(node: Node): boolean {
  return node.roles.includes('control-plane');
}

/** Control planes in the order of the file. */
export function controlPlanes(cluster: Cluster): Node[] {
  return cluster.spec.nodes.filter(isControlPlane);
}

/** Nodes that are no control plane, in the order of the file. */
export function workers(cluster: Cluster): Node[] {
  return cluster.spec.nodes.filter((node) => !isControlPlane(node));
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
