import { NODE_PORTS, portsOf } from '../ports';
import type { NodeRule } from './rule';

/** Kubernetes runs beside it, so it is only told. An older kube-proxy holds such ports itself. */
export const nodePorts: NodeRule = ({ cluster, node, facts, stage }) => {
  if (stage !== 'new') return [];
  const asked = new Set(portsOf(cluster, node).map(({ port }) => port));
  return facts.ports
    .filter(({ port, process }) => NODE_PORTS.includes(port) && !asked.has(port) && !process.startsWith('kube'))
    .map(({ port, process }) => ({
      id: 'node-port-taken',
      message: `port ${port}, which a Service of type NodePort may be given, is held by ${process}`,
      fix: 'Move it below 30000 or above 32767, or give no Service that port.',
      verdict: { kind: 'noted' },
    }));
};
