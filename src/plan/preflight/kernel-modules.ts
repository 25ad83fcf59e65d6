import { type NodeRule, yoursToFix } from './rule';

/** What carries the packets of pods between nodes: a pod network can do with another one. */
const OF_POD_NETWORKS = ['vxlan', 'ipip', 'geneve'];

export const kernelModules: NodeRule = ({ cluster, facts }) => {
  const isMissing = (name: string) =>
    facts.modules.some((module) => module.name === name && module.state === 'missing');
  const missing = facts.modules.filter(({ name }) => isMissing(name)).map(({ name }) => name);
  const forIpvs = missing.filter((name) => name.startsWith('ip_vs'));
  const forPods = missing.filter((name) => OF_POD_NETWORKS.includes(name));
  const required = missing.filter((name) => !name.startsWith('ip_vs') && !forPods.includes(name));
  return [
    ...(required.length === 0
      ? []
      : [
          yoursToFix(
            'kernel-module-missing',
            `kernel ${facts.kernelRelease} has no ${required.join(', ')}`,
            'Install the package with the modules of this kernel (linux-modules-extra on Ubuntu), or boot another kernel.',
          ),
        ]),
    ...(forPods.length === 0
      ? []
      : [
          yoursToFix(
            'pod-network-module-missing',
            `kernel ${facts.kernelRelease} has no ${forPods.join(', ')}, which ${cluster.spec.cni.name} needs here`,
            'Install the package with the modules of this kernel, or set spec.cni.backend to one that does without.',
          ),
        ]),
    ...(forIpvs.length === 0 || cluster.spec.kubeProxy.mode !== 'ipvs'
      ? []
      : [
          yoursToFix(
            'ipvs-missing',
            `kernel ${facts.kernelRelease} has no ${forIpvs.join(', ')}, which kube-proxy's mode ipvs needs`,
            'Install the package with the modules of this kernel, or set spec.kubeProxy.mode to iptables or nftables.',
          ),
        ]),
  ];
};
