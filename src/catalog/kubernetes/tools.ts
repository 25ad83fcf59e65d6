import type { Cluster } from '../../config/cluster';
import { kubernetesSupport } from '../../config/kubernetes-support';
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

/** Tools that the Kubernetes version needs on every node, those that its kubeadm's preflight asks for among them. */
export function kubernetesTools({ spec: { kubernetes, kubeProxy } }: Cluster): Tool[] {
  return [
    ...EVERYWHERE,
    ...kubernetesSupport(kubernetes.version).preflightTools,
    ...(kubeProxy.mode === 'ipvs' ? (['ipset', 'ipvsadm'] as const) : []),
  ];
}
