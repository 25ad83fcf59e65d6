import { type NodeRule, yoursToFix } from './rule';

/** Pod networks name their configuration on a node after themselves. */
export const livePodNetwork: NodeRule = ({ cluster, facts, stage }) => {
  const { name } = cluster.spec.cni;
  const { cniConfigs } = facts.kubeadm;
  if (stage !== 'member' || name === 'none' || cniConfigs.length === 0) return [];
  if (cniConfigs.some((file) => file.includes(name))) return [];
  return [
    yoursToFix(
      'pod-network-differs',
      `the pod network of the live cluster is that of ${cniConfigs.join(', ')}, the file says ${name}`,
      'Set spec.cni.name back; it cannot be changed on a live cluster.',
    ),
  ];
};
