import { type NodeRule, yoursToFix } from './rule';

/** A node that has joined shows by the configuration on it which pod network its pods are in. */
export const livePodNetwork: NodeRule = ({ cluster, facts, stage, podNetworkConfig }) => {
  const { cniConfigs } = facts.kubeadm;
  if (stage !== 'member' || podNetworkConfig === undefined || cniConfigs.length === 0) return [];
  if (cniConfigs.some((file) => file.includes(podNetworkConfig))) return [];
  return [
    yoursToFix(
      'pod-network-differs',
      `the pod network of the live cluster is that of ${cniConfigs.join(', ')}, the file says ${cluster.spec.cni.name}`,
      'Set spec.cni.name back: every pod would lose its network. Another one comes with a cluster of its own, or after `slipway reset`.',
    ),
  ];
};
