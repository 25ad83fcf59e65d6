import { type NodeRule, yoursToFix } from './rule';

const isLoopback = (address: string) => /^127\.|^::1$/.test(address);

/** CoreDNS would forward to itself. */
export const resolvers: NodeRule = ({ cluster, facts }) => {
  const loopback = facts.resolvers.filter(isLoopback);
  if (loopback.length === 0 || cluster.spec.kubelet.configuration['resolvConf'] !== undefined) return [];
  return [
    yoursToFix(
      'resolver-loopback',
      `/etc/resolv.conf names ${loopback.join(', ')}, which inside a pod is the pod itself`,
      'Name a resolver that pods can reach, or set spec.kubelet.configuration.resolvConf to a file that does.',
    ),
  ];
};
