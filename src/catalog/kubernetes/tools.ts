import type { Cluster } from '../../config/cluster';
import type { Tool } from '../os/kind';

/** What kubeadm, the kubelet, CNI plugins and downloads call on every node. */
const EVERYWHERE: readonly Tool[] = [
  'ca-certificates',
  'curl',
  'iproute',
  'iptables',
  'kmod',
  'mount',
  'tar',
  'util-linux',
];

/** Tools that the Kubernetes version needs on every node; the version limits are those of kubeadm's preflight. */
export function kubernetesTools({ spec: { kubernetes, kubeProxy } }: Cluster): Tool[] {
  const minor = Number(kubernetes.version.split('.')[1]);
  return [
    ...EVERYWHERE,
    ...(minor < 32 ? (['conntrack'] as const) : []),
    ...(minor < 33 ? (['ethtool'] as const) : []),
    ...(kubeProxy.mode === 'ipvs' ? (['ipset', 'ipvsadm'] as const) : []),
  ];
}
