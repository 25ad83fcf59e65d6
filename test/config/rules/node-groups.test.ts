import { nodeGroupsExist } from '../../../src/config/rules/node-groups';
import { describeRule } from './describe-rule';

const nodes = (group: string) => [{ name: 'a', address: '10.0.0.1', group }];

describeRule('nodeGroupsExist', nodeGroupsExist, {
  good: { 'a group that is there': { nodeGroups: { storage: {} }, nodes: nodes('storage') } },
  bad: {
    'a group that is not there': [
      { nodeGroups: { storage: {} }, nodes: nodes('storrage') },
      'spec.nodes[0].group: there is no group storrage under spec.nodeGroups',
    ],
    'the name of a property of every object': [
      { nodes: nodes('valueof') },
      'spec.nodes[0].group: there is no group valueof under spec.nodeGroups',
    ],
  },
});
