import { portsOf } from '../ports';
import { type NodeRule, repairedBy, yoursToFix } from './rule';

export const firewall: NodeRule = ({ cluster, node, facts, stage }) => {
  if (facts.firewall === undefined || stage === 'member') return [];
  const message = `${facts.firewall} is active`;
  const policy = cluster.spec.os.firewall;
  if (policy === 'close') {
    return [
      repairedBy('close-firewall', { id: 'firewall-active', message, fix: 'It is closed down, now and at boot.' }),
    ];
  }
  if (policy === 'open') {
    return [
      repairedBy('open-ports', { id: 'firewall-active', message, fix: 'It is told to let the cluster through.' }),
    ];
  }
  const ports = portsOf(cluster, node).map(({ port }) => port);
  return [
    yoursToFix(
      'firewall-active',
      message,
      `Set spec.os.firewall to open or close, or open TCP ${ports.join(', ')}, 30000-32767 and the pod network's own ports, then ignore firewall-active.`,
    ),
  ];
};
