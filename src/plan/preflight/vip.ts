import { loadBalancerChoice } from '../../config/choices/load-balancer';
import { endpointOf } from '../../config/endpoint';
import { type ClusterRule, yoursToFix } from './rule';

/** The VIP answers, and none of the cluster's machines carries it: somebody else has the address. */
export const vip: ClusterRule = ({ cluster, nodes, links }) => {
  if (loadBalancerChoice(cluster.spec.loadBalancer.name).endpoint !== 'vip') return [];
  const { host } = endpointOf(cluster);
  const isOurs = nodes.some(({ facts }) =>
    facts.interfaces.some(({ addresses }) => addresses.some((cidr) => cidr.split('/')[0] === host)),
  );
  const answers = links.some(({ to, result }) => to === 'vip' && (result === 'open' || result === 'refused'));
  if (isOurs || !answers) return [];
  return [
    yoursToFix(
      'vip-taken',
      `${host}, the address of the control plane endpoint, answers already and belongs to none of the nodes`,
      'Choose an address that is free, or release it where it is in use.',
    ),
  ];
};
