import type { Cluster } from '../../../config/cluster';

/** Calico's own advice: from this many nodes on, a replica for every 200 of them, and at least three. */
const WORTH_IT_ABOVE_NODES = 50;
const NODES_PER_REPLICA = 200;
const LEAST = 3;
const MOST = 20;

/** Replicas of Typha, which stands between the nodes and the API server; 0: none. */
export function typhaReplicas({ spec: { cni, nodes } }: Cluster): number {
  if (cni.typhaReplicas !== undefined) return cni.typhaReplicas;
  if (nodes.length <= WORTH_IT_ABOVE_NODES) return 0;
  return Math.min(MOST, Math.max(LEAST, Math.ceil(nodes.length / NODES_PER_REPLICA)));
}
