import type { Cluster } from './cluster';
import { isControlPlane } from './nodes';

/**
 * The cluster as work on one node needs it: the control planes and that node, so that activity inputs stay small.
 * All nodes are kept where /etc/hosts is managed, since every node is named there.
 */
export function scopeCluster(cluster: Cluster, nodeName: string): Cluster {
  if (cluster.spec.hosts.manage) return cluster;
  const nodes = cluster.spec.nodes.filter((node) => node.name === nodeName || isControlPlane(node));
  return { ...cluster, spec: { ...cluster.spec, nodes } };
}
