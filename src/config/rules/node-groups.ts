import { didYouMean } from '../problems/suggest';
import { nodePath, type Rule } from './rule';

/** A group that a node names exists. */
export const nodeGroupsExist: Rule = {
  reads: ['spec.nodeGroups'],
  check: ({ file }) => {
    const names = Object.keys(file.spec.nodeGroups);
    return file.spec.nodes.flatMap(({ group }, index) => {
      if (group === undefined || names.includes(group)) return [];
      return [
        {
          path: nodePath(index, 'group'),
          message: `there is no group ${group} under spec.nodeGroups`,
          accepted: names.length > 0 ? `one of ${names.join(', ')}` : 'the name of a group under spec.nodeGroups',
          ...didYouMean(group, names),
        },
      ];
    });
  },
};
