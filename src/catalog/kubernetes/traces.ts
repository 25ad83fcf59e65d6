import type { TraceNames } from '../../plan/traces';

/** What kubeadm, the kubelet, etcd and kube-proxy leave on a machine. */
export const kubernetesTraces: TraceNames = {
  interfaces: ['kube-ipvs0', 'nodelocaldns'],
  chains: ['KUBE-'],
  tables: ['ip kube-proxy', 'ip6 kube-proxy'],
  paths: [
    '/etc/kubernetes/pki',
    '/etc/kubernetes/*.conf',
    '/etc/kubernetes/manifests/*',
    '/etc/kubernetes/tmp',
    '/var/lib/kubelet',
    '/var/lib/etcd',
    '/etc/cni/net.d/*',
    '/var/lib/cni',
    '/var/run/kubernetes',
    '/var/log/pods',
    '/var/log/containers',
  ],
};
