import type { Cluster } from '../../config/cluster';
import { type JsonObject, mergeOverride } from '../parts/merge';

/**
 * KubeletConfiguration of every node. `clusterDNS` follows from the service subnet and `resolvConf` from whether
 * systemd-resolved runs on a node; kubeadm fills in both, the latter node by node.
 */
export function buildKubeletConfiguration(cluster: Cluster): JsonObject {
  const { kubelet, runtime } = cluster.spec;
  const { cgroupDriver } = runtime;
  const base = { apiVersion: 'kubelet.config.k8s.io/v1beta1', kind: 'KubeletConfiguration', cgroupDriver };
  return mergeOverride(base, kubelet.configuration);
}
