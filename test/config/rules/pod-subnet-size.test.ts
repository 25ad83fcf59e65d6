import { podSubnetSize } from '../../../src/config/rules/pod-subnet-size';
import { MINIMAL_SPEC } from '../cluster-file';
import { describeRule } from './describe-rule';

const pods = (podSubnet: string) => ({ networking: { podSubnet } });
const nodeMask = (value: string) => ({
  kubeadm: {
    clusterConfiguration: { controllerManager: { extraArgs: [{ name: 'node-cidr-mask-size', value }] } },
  },
});

describeRule('podSubnetSize', podSubnetSize, {
  good: {
    'the default': MINIMAL_SPEC,
    'a block for each node': pods('10.244.0.0/23'),
    'smaller blocks': { ...pods('10.244.0.0/24'), ...nodeMask('25') },
    IPv6: pods('fd00::/48'),
  },
  bad: {
    'no block for the second node': [
      pods('10.244.0.0/24'),
      'spec.networking.podSubnet: 10.244.0.0/24 has no room for 2 nodes with a /24 each',
    ],
    'less than one block': [
      pods('10.244.0.0/25'),
      'spec.networking.podSubnet: 10.244.0.0/25 has no room for 2 nodes with a /24 each',
    ],
    'blocks that are too large': [
      { ...pods('10.244.0.0/16'), ...nodeMask('16') },
      'spec.networking.podSubnet: 10.244.0.0/16 has no room for 2 nodes with a /16 each',
    ],
    'more blocks than the range allocator takes': [
      pods('fd00::/47'),
      'spec.networking.podSubnet: fd00::/47 is too large for node blocks of /64',
    ],
  },
});
