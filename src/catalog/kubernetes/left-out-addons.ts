import type { Cluster } from '../../config/cluster';
import type { Addon } from '../../plan/facts';
import { isJsonObject } from '../../render/parts/merge';

/** Addons of kubeadm's that the cluster file does without: none of their objects is made, and no image is pulled. */
export function leftOutAddons({ spec: { kubeProxy, kubeadm } }: Cluster): Addon[] {
  const { dns } = kubeadm.clusterConfiguration;
  return [
    ...(isJsonObject(dns) && dns['disabled'] === true ? ['coredns' as const] : []),
    ...(kubeProxy.mode === 'none' ? ['kube-proxy' as const] : []),
  ];
}
