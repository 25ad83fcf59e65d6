import { serviceSubnetSize, subnetBoundaries, subnetFamilies, subnetOverlaps } from '../../../src/config/rules/subnets';
import { MINIMAL_SPEC } from '../cluster-file';
import { describeRule } from './describe-rule';

const networking = (podSubnet: string, serviceSubnet: string) => ({ networking: { podSubnet, serviceSubnet } });
const PODS = '10.244.0.0/16';
const SERVICES = '10.96.0.0/12';
const dual = networking(`${PODS},fd00:10:244::/56`, `${SERVICES},fd00:10:96::/112`);

describeRule('subnetBoundaries', subnetBoundaries, {
  good: { 'the defaults': MINIMAL_SPEC, 'two families': dual },
  bad: {
    'a prefix that is too short': [
      networking(PODS, '10.96.0.0/8'),
      'spec.networking.serviceSubnet: 10.96.0.0/8 is not on its boundary',
    ],
    'an IPv6 address inside its block': [
      networking('fd00::1/56', 'fd01::/112'),
      'spec.networking.podSubnet: fd00::1/56 is not on its boundary',
    ],
  },
});

describeRule('subnetFamilies', subnetFamilies, {
  good: {
    'one family': MINIMAL_SPEC,
    'two families in one order': dual,
    'IPv6 alone, on nodes with IPv6 addresses': {
      ...networking('fd00:10:244::/56', 'fd00:10:96::/112'),
      nodes: [{ name: 'a', address: 'fd00::1', roles: ['control-plane'] }],
    },
  },
  bad: {
    'one family twice': [
      networking(`${PODS},10.245.0.0/16`, SERVICES),
      'spec.networking.podSubnet: both subnets are of one IP family',
    ],
    'families that differ': [
      networking(`${PODS},fd00:10:244::/56`, SERVICES),
      'spec.networking.serviceSubnet: pods and services have different IP families',
    ],
    'another order': [
      networking(`${PODS},fd00:10:244::/56`, `fd00:10:96::/112,${SERVICES}`),
      'spec.networking.serviceSubnet: pods and services have different IP families',
    ],
    'a first family that the nodes have not': [
      networking('fd00:10:244::/56', 'fd00:10:96::/112'),
      'spec.networking.podSubnet: the nodes have IPv4 addresses',
      'spec.networking.serviceSubnet: the nodes have IPv4 addresses',
    ],
  },
});

describeRule('subnetOverlaps', subnetOverlaps, {
  good: { 'the defaults': MINIMAL_SPEC, 'two families': dual },
  bad: {
    'services inside the pods': [
      networking('10.0.0.0/8', SERVICES),
      'spec.networking.serviceSubnet: 10.96.0.0/12 overlaps the podSubnet 10.0.0.0/8',
      'spec.nodes[0].address: 10.0.0.11 lies in the podSubnet 10.0.0.0/8',
      'spec.nodes[1].address: 10.0.0.21 lies in the podSubnet 10.0.0.0/8',
    ],
    'a node among the services': [
      networking(PODS, '10.0.0.0/24'),
      'spec.nodes[0].address: 10.0.0.11 lies in the serviceSubnet 10.0.0.0/24',
      'spec.nodes[1].address: 10.0.0.21 lies in the serviceSubnet 10.0.0.0/24',
    ],
  },
});

describeRule('serviceSubnetSize', serviceSubnetSize, {
  good: { 'the largest': MINIMAL_SPEC, 'the smallest': networking(PODS, '10.96.0.0/28'), 'two families': dual },
  bad: {
    'too many addresses': [
      networking(PODS, '10.0.0.0/11'),
      'spec.networking.serviceSubnet: 10.0.0.0/11 has too many addresses',
    ],
    'too few addresses': [
      networking(PODS, '10.96.0.0/29'),
      'spec.networking.serviceSubnet: 10.96.0.0/29 has too few addresses',
    ],
    'too many IPv6 addresses': [
      networking('fd00::/56', 'fd01::/64'),
      'spec.networking.serviceSubnet: fd01::/64 has too many addresses',
    ],
  },
});
