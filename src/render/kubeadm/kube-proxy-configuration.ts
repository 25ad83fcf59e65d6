import type { Cluster } from '../../config/cluster';
import { type JsonObject, mergeOverride } from '../parts/merge';

/** KubeProxyConfiguration of every node; kubeadm fills in `clusterCIDR` from the pod subnet. */
export function buildKubeProxyConfiguration(cluster: Cluster): JsonObject {
  const { mode, configuration } = cluster.spec.kubeProxy;
  const base = { apiVersion: 'kubeproxy.config.k8s.io/v1alpha1', kind: 'KubeProxyConfiguration', mode };
  return mergeOverride(base, configuration);
}
