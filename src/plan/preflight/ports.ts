import { portsOf } from '../ports';
import { type NodeRule, yoursToFix } from './rule';

/** Ports of a node that a run has begun with are its own; leftovers of another cluster are told by their own rule. */
export const ports: NodeRule = ({ cluster, node, facts, stage }) => {
  if (stage !== 'new') return [];
  const wanted = new Map(portsOf(cluster, node).map(({ port, use }) => [port, use]));
  return facts.ports
    .filter(({ port, process }) => wanted.has(port) && !isKubernetes(process))
    .map(({ port, process }) =>
      yoursToFix(
        'port-taken',
        `port ${port}, which ${wanted.get(port)} needs, is held by ${process}`,
        `Stop ${process.split(' ')[0]}, or move it to another port.`,
      ),
    );
};

const isKubernetes = (process: string) => /^(?:kube|etcd)/.test(process);
