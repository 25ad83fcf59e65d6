import type { Cluster } from '../cluster';
import type { Cidr } from '../ip';
import { readArgument } from './extra-args';
import type { Rule } from './rule';
import { subnetsOf } from '../subnets';

const PATH = ['spec', 'networking', 'podSubnet'];

/** kube-controller-manager's range allocator refuses more than 2^16 node blocks. */
const MOST_BLOCK_BITS = 16;

/** Every node gets a block of its own out of the pod subnet: /24 (IPv4) or /64 (IPv6) unless the file says otherwise. */
export const podSubnetSize: Rule = {
  reads: ['spec.networking', 'spec.nodes', 'spec.kubeadm'],
  check: ({ cluster }) =>
    subnetsOf(cluster.spec.networking, 'podSubnet').flatMap(({ text, cidr }) => {
      const mask = nodeMask(cluster, cidr);
      const bits = mask - cidr.prefix;
      const count = cluster.spec.nodes.length;
      if (bits > MOST_BLOCK_BITS) {
        return [
          {
            path: PATH,
            message: `${text} is too large for node blocks of /${mask}`,
            accepted: `a prefix of at least /${mask - MOST_BLOCK_BITS}`,
          },
        ];
      }
      if (bits >= 0 && 2 ** bits >= count) return [];
      const wanted = mask - Math.ceil(Math.log2(count));
      return [
        {
          path: PATH,
          message: `${text} has no room for ${count} nodes with a /${mask} each`,
          accepted: `a prefix of at most /${wanted}`,
        },
      ];
    }),
};

function nodeMask(cluster: Cluster, cidr: Cidr): number {
  const manager = cluster.spec.kubeadm.clusterConfiguration['controllerManager'];
  const argument =
    readArgument(manager, `node-cidr-mask-size-ipv${cidr.family}`) ?? readArgument(manager, 'node-cidr-mask-size');
  return Number(argument ?? (cidr.family === 4 ? 24 : 64));
}
