import type { Cluster } from '../../config/cluster';
import type { JsonObject } from '../parts/merge';

/** kubeadm waits for control plane components as long as the cluster file has patience for them. */
export function buildTimeouts(cluster: Cluster): JsonObject {
  return { controlPlaneComponentHealthCheck: `${cluster.spec.patience.apiServerSeconds}s` };
}
