import { type Cidr, containsIp, formatNetwork, hostBits, isOnBoundary, overlaps, parseIp } from '../ip';
import type { Finding } from '../problems/problem';
import { type SubnetField, subnetsOf } from '../subnets';
import { nodePath, type Rule } from './rule';

const FIELDS: readonly SubnetField[] = ['podSubnet', 'serviceSubnet'];
const READS = ['spec.networking.podSubnet', 'spec.networking.serviceSubnet'];

const pathOf = (field: SubnetField) => ['spec', 'networking', field];

/** 10.96.0.0/8 is a typing error: the address must be the first of its block. */
export const subnetBoundaries: Rule = {
  reads: READS,
  check: ({ cluster }) =>
    FIELDS.flatMap((field) =>
      subnetsOf(cluster.spec.networking, field)
        .filter(({ cidr }) => !isOnBoundary(cidr))
        .map(({ text, cidr }) => ({
          path: pathOf(field),
          message: `${text} is not on its boundary`,
          accepted: 'the first address of the block',
          suggestion: `did you mean ${formatNetwork(cidr)}?`,
        })),
    ),
};

/** Pods and services have the same families in the same order, each once, and the nodes' family comes first. */
export const subnetFamilies: Rule = {
  reads: [...READS, 'spec.nodes.address'],
  check: ({ cluster }) => {
    const families = (field: SubnetField) => subnetsOf(cluster.spec.networking, field).map(({ cidr }) => cidr.family);
    const repeated = FIELDS.filter((field) => new Set(families(field)).size < families(field).length);
    if (repeated.length > 0) {
      return repeated.map((field) => ({
        path: pathOf(field),
        message: 'both subnets are of one IP family',
        accepted: 'one CIDR, or one of each family',
      }));
    }
    if (families('podSubnet').join() !== families('serviceSubnet').join()) {
      const wanted = families('podSubnet')
        .map((family) => `IPv${family}`)
        .join(', then ');
      return [
        {
          path: pathOf('serviceSubnet'),
          message: 'pods and services have different IP families',
          accepted: `${wanted}, as podSubnet has`,
        },
      ];
    }
    const nodeFamily = parseIp(cluster.spec.nodes[0]?.address ?? '')?.family;
    const [primary] = families('podSubnet');
    if (nodeFamily === undefined || nodeFamily === primary) return [];
    return FIELDS.map((field) => ({
      path: pathOf(field),
      message: `the nodes have IPv${nodeFamily} addresses`,
      accepted: `an IPv${nodeFamily} subnet first`,
    }));
  },
};

/** Pods, services and nodes never share an address. */
export const subnetOverlaps: Rule = {
  reads: [...READS, 'spec.nodes.address'],
  check: ({ cluster }) => {
    const { networking, nodes } = cluster.spec;
    const pods = subnetsOf(networking, 'podSubnet');
    const clashes: Finding[] = subnetsOf(networking, 'serviceSubnet').flatMap((service) =>
      pods
        .filter((pod) => overlaps(pod.cidr, service.cidr))
        .map((pod) => ({
          path: pathOf('serviceSubnet'),
          message: `${service.text} overlaps the podSubnet ${pod.text}`,
          accepted: 'a subnet of its own',
        })),
    );
    const taken = nodes.flatMap(({ address }, index) =>
      FIELDS.flatMap((field) =>
        subnetsOf(networking, field)
          .filter(({ cidr }) => containsNode(cidr, address))
          .map(({ text }) => ({
            path: nodePath(index, 'address'),
            message: `${address} lies in the ${field} ${text}`,
            accepted: 'an address outside of the cluster’s subnets',
          })),
      ),
    );
    return [...clashes, ...taken];
  },
};

function containsNode(cidr: Cidr, address: string): boolean {
  const ip = parseIp(address);
  return ip !== undefined && containsIp(cidr, ip);
}

/** kube-apiserver takes at most 2^20 service addresses; kubeadm wants at least ten. */
export const serviceSubnetSize: Rule = {
  reads: READS,
  check: ({ cluster }) =>
    subnetsOf(cluster.spec.networking, 'serviceSubnet')
      .filter(({ cidr }) => hostBits(cidr) > 20 || hostBits(cidr) < 4)
      .map(({ text, cidr }) => ({
        path: pathOf('serviceSubnet'),
        message: `${text} has too ${hostBits(cidr) > 20 ? 'many' : 'few'} addresses`,
        accepted: cidr.family === 4 ? 'a prefix from /12 to /28' : 'a prefix from /108 to /124',
      })),
};
