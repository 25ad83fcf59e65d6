import { type NodeRule, repairedBy } from './rule';

export const hostname: NodeRule = ({ node, facts }) =>
  facts.hostname === node.name
    ? []
    : [
        repairedBy('set-hostname', {
          id: 'hostname-differs',
          message: `the host name is ${facts.hostname}`,
          fix: `It is set to ${node.name}.`,
        }),
      ];
