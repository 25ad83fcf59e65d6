import type { TraceNames } from '../../plan/traces';

/**
 * What kubeadm, the kubelet, etcd and kube-proxy leave on a machine, and the copies of etcd's data that a recovery made:
 * they hold every Secret.
 */
export const kubernetesTraces: TraceNames = {
  interfaces: ['kube-ipvs0', 'nodelocaldns'],
  chains: ['KUBE-'],
  sets: ['KUBE-'],
  tables: ['ip kube-proxy', 'ip6 kube-proxy'],
  paths: [
    '/etc/kubernetes/pki',
    '/etc/kubernetes/*.conf',
    '/etc/kubernetes/manifests/*',
    '/etc/kubernetes/tmp',
    '/etc/kubernetes/etcd-client',
    '/etc/etcd',
    '/var/lib/kubelet',
    '/var/lib/etcd',
    '/var/lib/slipway/etcd-recovery',
    '/var/lib/slipway/etcd-backups',
    '/etc/cni/net.d/*',
    '/var/lib/cni',
    '/var/run/kubernetes',
    '/var/log/pods',
    '/var/log/containers',
  ],
};
