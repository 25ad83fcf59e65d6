import type { Cluster } from './cluster';
import { isControlPlane } from './nodes';

/**
 * The cluster as work on some nodes needs it: the control planes and those nodes, so that activity inputs stay small.
 * All nodes are kept where /etc/hosts is managed, since every node is named there.
 */
export function scopeCluster(cluster: Cluster, ...nodeNames: readonly string[]): Cluster {
  if (cluster.spec.hosts.manage) return cluster;
  const wanted = new Set(nodeNames);
  const nodes = cluster.spec.nodes.filter((node) => wanted.has(node.name) || isControlPlane(node));
  return { ...cluster, spec: { ...cluster.spec, nodes } };
}
