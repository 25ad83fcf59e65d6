import { type NodeRule, yoursToFix } from './rule';

export const kernelModules: NodeRule = ({ cluster, facts }) => {
  const isMissing = (name: string) =>
    facts.modules.some((module) => module.name === name && module.state === 'missing');
  const missing = facts.modules.filter(({ name }) => isMissing(name)).map(({ name }) => name);
  const forIpvs = missing.filter((name) => name.startsWith('ip_vs'));
  const required = missing.filter((name) => !name.startsWith('ip_vs'));
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
