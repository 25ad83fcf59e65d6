import { controlPlanes } from '../nodes';
import type { Rule } from './rule';

/** There is a control plane, and etcd on the control planes has an odd number of members. */
export const controlPlaneCount: Rule = {
  reads: ['spec.nodes.roles', 'spec.nodes.group', 'spec.nodeGroups', 'spec.etcd'],
  check: ({ cluster }) => {
    const count = controlPlanes(cluster).length;
    const path = ['spec', 'nodes'];
    if (count === 0) {
      return [
        { path, message: 'no node is a control plane', accepted: 'at least one node with the role control-plane' },
      ];
    }
    if (cluster.spec.etcd.topology !== 'stacked' || count % 2 === 1) return [];
    return [
      {
        path,
        message: `${count} control planes make an etcd cluster of ${count} members, which bears no more failures than one of ${count - 1}`,
        accepted: 'an odd number of control planes',
        suggestion: `make it ${count - 1} or ${count + 1}`,
      },
    ];
  },
};

/** Roles are a set. */
export const distinctRoles: Rule = {
  reads: [],
  check: ({ file }) =>
    [
      ...file.spec.nodes.map((node, index) => ({ roles: node.roles, path: ['spec', 'nodes', index, 'roles'] })),
      ...Object.entries(file.spec.nodeGroups).map(([name, group]) => ({
        roles: group.roles,
        path: ['spec', 'nodeGroups', name, 'roles'],
      })),
    ]
      .filter(({ roles }) => roles !== undefined && new Set(roles).size < roles.length)
      .map(({ path }) => ({ path, message: 'a role is given twice', accepted: 'each role once' })),
};
