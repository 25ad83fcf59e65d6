import type { Cluster } from '../../config/cluster';

const FOR_IPVS = ['ip_vs', 'ip_vs_rr', 'ip_vs_wrr', 'ip_vs_sh', 'nf_conntrack'];

/** What bridged pod traffic and kube-proxy need of the kernel. */
export function kubernetesModules({ spec: { kubeProxy } }: Cluster): string[] {
  return ['br_netfilter', ...(kubeProxy.mode === 'ipvs' ? FOR_IPVS : [])];
}
