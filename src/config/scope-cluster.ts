import type { Cluster } from './cluster';
import { isControlPlane, isEtcdNode } from './nodes';

/**
 * The cluster as work on some nodes needs it: the control planes, etcd's members and those nodes, so that activity
 * inputs stay small.
 * All nodes are kept where /etc/hosts is managed, since every node is named there.
 */
export function scopeCluster(cluster: Cluster, ...nodeNames: readonly string[]): Cluster {
  if (cluster.spec.hosts.manage) return cluster;
  const wanted = new Set(nodeNames);
  const nodes = cluster.spec.nodes.filter((node) => wanted.has(node.name) || isControlPlane(node) || isEtcdNode(node));
  return { ...cluster, spec: { ...cluster.spec, nodes } };
}
