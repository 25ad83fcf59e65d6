import { controlPlaneCount, distinctRoles } from '../../../src/config/rules/control-planes';
import { HA_SPEC, MINIMAL_SPEC } from '../cluster-file';
import { describeRule } from './describe-rule';

const controlPlanes = (count: number) => ({
  nodes: Array.from({ length: count }, (_, index) => ({
    name: `cp-${index}`,
    address: `10.0.0.${index + 1}`,
    roles: ['control-plane'],
  })),
});

describeRule('controlPlaneCount', controlPlaneCount, {
  good: { one: MINIMAL_SPEC, three: HA_SPEC, five: controlPlanes(5) },
  bad: {
    none: [{ nodes: [{ name: 'a', address: '10.0.0.1' }] }, 'spec.nodes: no node is a control plane'],
    two: [
      controlPlanes(2),
      'spec.nodes: 2 control planes make an etcd cluster of 2 members, which bears no more failures than one of 1',
    ],
    four: [
      controlPlanes(4),
      'spec.nodes: 4 control planes make an etcd cluster of 4 members, which bears no more failures than one of 3',
    ],
  },
});

describeRule('distinctRoles', distinctRoles, {
  good: { 'both roles': { nodes: [{ name: 'a', address: '10.0.0.1', roles: ['control-plane', 'worker'] }] } },
  bad: {
    'a role given twice': [
      { nodes: [{ name: 'a', address: '10.0.0.1', roles: ['worker', 'worker'] }] },
      'spec.nodes[0].roles: a role is given twice',
    ],
    'a role given twice in a group': [
      { nodeGroups: { big: { roles: ['worker', 'worker'] } } },
      'spec.nodeGroups.big.roles: a role is given twice',
    ],
  },
});
