import { etcdRoles, etcdTopology } from '../../../src/config/rules/etcd-topology';
import { describeRule } from './describe-rule';

const plane = { name: 'cp-1', address: '10.0.0.11', roles: ['control-plane'] };
const members = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    name: `etcd-${index + 1}`,
    address: `10.0.0.${31 + index}`,
    roles: ['etcd'],
  }));
const own = (count: number, etcd = {}) => ({
  etcd: { topology: 'external', ...etcd },
  nodes: [plane, ...members(count)],
});
const access = { caFile: '~/etcd/ca.crt', certificateFile: '~/etcd/client.crt', key: { file: '~/etcd/client.key' } };
const endpoints = ['https://10.1.0.1:2379', 'https://10.1.0.2:2379'];

describeRule('etcdTopology', etcdTopology, {
  good: {
    stacked: { etcd: { topology: 'stacked' } },
    'one member': own(1),
    'three members': own(3, { version: '3.6.5' }),
    'seven members': own(7),
    'a member on a control plane': {
      etcd: { topology: 'external' },
      nodes: [{ ...plane, roles: ['control-plane', 'etcd'] }],
    },
    'an etcd of somebody else': { etcd: { topology: 'external', endpoints, ...access } },
  },
  bad: {
    nowhere: [{ etcd: { topology: 'external' } }, 'spec.etcd.topology: nothing says where the external etcd runs'],
    'an even number': [own(2), 'spec.nodes: 2 members bear no more failures than 1'],
    'too many': [own(9), 'spec.nodes: 9 members agree slower and bear no more than 7 do in practice'],
    'both places': [
      own(3, { endpoints, ...access }),
      "spec.etcd.endpoints: etcd is somebody else's, and 3 node(s) have the role etcd",
    ],
    'endpoints without certificates': [
      { etcd: { topology: 'external', endpoints } },
      'spec.etcd.endpoints: control planes cannot reach these without caFile, certificateFile, key',
    ],
    'an endpoint twice': [
      { etcd: { topology: 'external', endpoints: ['https://10.1.0.1:2379', 'https://10.1.0.1:2379'], ...access } },
      'spec.etcd.endpoints: an endpoint is given twice',
    ],
    'a version of somebody else’s': [
      { etcd: { topology: 'external', endpoints, version: '3.6.5', ...access } },
      'spec.etcd.version: the version is that of whoever runs it',
    ],
    'certificates without endpoints': [
      own(3, { caFile: '~/ca.crt' }),
      'spec.etcd.caFile: caFile is for an etcd of somebody else; the nodes with the role etcd make certificates of their own',
    ],
    'a stacked one with etcd nodes': [
      { nodes: [plane, ...members(1)] },
      'spec.nodes[1].roles: etcd is stacked: it runs on the control planes',
    ],
    'a stacked one with endpoints': [
      { etcd: { topology: 'stacked', endpoints } },
      'spec.etcd.endpoints: etcd is stacked, as kubeadm brings it along: endpoints has no meaning',
    ],
    'settings of a stacked one': [
      { ...own(1), kubeadm: { clusterConfiguration: { etcd: { local: { imageTag: '3.6.5-0' } } } } },
      'spec.kubeadm.clusterConfiguration.etcd: these are settings of a stacked etcd',
    ],
  },
});

describeRule('etcdRoles', etcdRoles, {
  good: {
    'etcd alone': own(1),
    'etcd beside a control plane': { nodes: [{ ...plane, roles: ['control-plane', 'etcd'] }] },
  },
  bad: {
    'etcd beside workloads': [
      { nodes: [plane, { name: 'w-1', address: '10.0.0.21', roles: ['worker', 'etcd'] }] },
      'spec.nodes[1].roles: w-1 is to run etcd beside workloads, which take its disk from it',
    ],
  },
});
