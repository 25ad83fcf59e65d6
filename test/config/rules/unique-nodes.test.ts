import { uniqueNodes, uniqueSshEndpoints } from '../../../src/config/rules/unique-nodes';
import { MINIMAL_SPEC } from '../cluster-file';
import { describeRule } from './describe-rule';

const node = (name: string, address: string, ssh: object = {}) => ({ name, address, ssh });

describeRule('uniqueNodes', uniqueNodes, {
  good: { 'nodes that differ': MINIMAL_SPEC },
  bad: {
    'two nodes of one name': [
      { nodes: [node('a', '10.0.0.1'), node('a', '10.0.0.2')] },
      'spec.nodes[1].name: the name a belongs to the node at 10.0.0.1 already',
    ],
    'two nodes of one address': [
      { nodes: [node('a', '10.0.0.1'), node('b', '10.0.0.1')] },
      'spec.nodes[1].address: the address 10.0.0.1 belongs to the node a already',
    ],
    'one IPv6 address in two spellings': [
      { nodes: [node('a', 'fd00::1'), node('b', 'fd00:0:0::0001')] },
      'spec.nodes[1].address: the address fd00::1 belongs to the node a already',
    ],
  },
});

describeRule('uniqueSshEndpoints', uniqueSshEndpoints, {
  good: {
    'one host with two ports': {
      nodes: [node('a', '10.0.0.1', { host: 'gw', port: 2201 }), node('b', '10.0.0.2', { host: 'gw', port: 2202 })],
    },
    'one address behind two bastions': {
      nodes: [
        node('a', '10.0.0.1', { host: '192.168.0.2', bastion: { host: 'east' } }),
        node('b', '10.0.0.2', { host: '192.168.0.2', bastion: { host: 'west' } }),
      ],
    },
    'nodes of one address, which another rule names': { nodes: [node('a', '10.0.0.1'), node('b', '10.0.0.1')] },
  },
  bad: {
    'one way in for two nodes': [
      { nodes: [node('a', '10.0.0.1', { host: 'gw' }), node('b', '10.0.0.2', { host: 'gw' })] },
      'spec.nodes[1].ssh.host: the SSH endpoint gw:22 belongs to the node a already',
    ],
  },
});
