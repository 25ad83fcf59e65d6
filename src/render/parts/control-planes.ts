import type { Cluster, Node } from '../../config/cluster';

export function isControlPlane(node: Node): boolean {
  return node.roles.includes('control-plane');
}

/** In the order of the cluster file. */
export function controlPlanesOf(cluster: Cluster): Node[] {
  return cluster.spec.nodes.filter(isControlPlane);
}
