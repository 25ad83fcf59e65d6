import { nodeAddresses } from '../../../src/config/rules/node-addresses';
import { MINIMAL_SPEC } from '../cluster-file';
import { describeRule } from './describe-rule';

const nodes = (...addresses: string[]) => ({
  nodes: addresses.map((address, index) => ({ name: `n-${index}`, address })),
});

describeRule('nodeAddresses', nodeAddresses, {
  good: { 'IPv4 addresses': MINIMAL_SPEC, 'IPv6 addresses': nodes('fd00::1', 'fd00::2') },
  bad: {
    'a loopback address': [nodes('127.0.0.1'), 'spec.nodes[0].address: 127.0.0.1 is a loopback address'],
    'the unspecified address': [nodes('0.0.0.0'), 'spec.nodes[0].address: 0.0.0.0 is unspecified'],
    'a link-local address': [nodes('fe80::1'), 'spec.nodes[0].address: fe80::1 is link-local'],
    'a multicast address': [nodes('224.0.0.18'), 'spec.nodes[0].address: 224.0.0.18 is a multicast address'],
    'the broadcast address': [nodes('255.255.255.255'), 'spec.nodes[0].address: 255.255.255.255 is reserved'],
    'two families': [
      nodes('10.0.0.1', 'fd00::1'),
      'spec.nodes[1].address: the first node has an IPv4 address, this one has not',
    ],
  },
});
