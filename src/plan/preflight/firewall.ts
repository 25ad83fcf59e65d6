import { portsOf } from '../ports';
import { type NodeRule, yoursToFix } from './rule';

export const firewall: NodeRule = ({ cluster, node, facts, stage }) => {
  if (facts.firewall === undefined || stage === 'member') return [];
  const ports = portsOf(cluster, node).map(({ port }) => port);
  return [
    yoursToFix(
      'firewall-active',
      `${facts.firewall} is active`,
      `Turn it off, or open TCP ${ports.join(', ')}, 30000-32767 and the pod network's own ports, then ignore firewall-active.`,
    ),
  ];
};
