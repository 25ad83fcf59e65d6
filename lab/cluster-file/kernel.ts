import { minorOf } from '../versions';

/**
 * Settings of kubelet and kube-proxy that follow from what the machines' kernel is; pure. With kernels of their own there
 * are none but what is asked for.
 */
export function renderForKernel(version: string, sharesKernel: boolean, kubeProxyMode: string | undefined): object {
  if (!sharesKernel) return kubeProxyMode === undefined ? {} : { kubeProxy: { mode: kubeProxyMode } };
  return {
    kubelet: { configuration: renderKubelet(version) },
    kubeProxy: { mode: kubeProxyMode ?? 'iptables', configuration: { conntrack: KEEP_HOST_CONNTRACK } },
  };
}

const KEEP_HOST_CONNTRACK = { maxPerCore: 0, min: 0, tcpEstablishedTimeout: '0s', tcpCloseWaitTimeout: '0s' };

/** Kubernetes's gate for a kubelet that may not set everything; one that does not know it refuses to start. */
const FIRST_IN_USER_NAMESPACE = 22;

function renderKubelet(version: string): object {
  const isKnown = minorOf(version) >= FIRST_IN_USER_NAMESPACE;
  return { ...KUBELET_CONFIGURATION, ...(isKnown ? { featureGates: { KubeletInUserNamespace: true } } : {}) };
}

/** Machines are containers that share the host's disk, swap and, in part, its limits. */
const KUBELET_CONFIGURATION = {
  failSwapOn: false,
  evictionHard: {
    'memory.available': '0%',
    'nodefs.available': '0%',
    'nodefs.inodesFree': '0%',
    'imagefs.available': '0%',
  },
  imageGCHighThresholdPercent: 100,
};
