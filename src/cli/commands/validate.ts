import type { Cluster } from '../../config/cluster';
import { type CliContext, print } from '../context';
import { EXIT_CODES, type ExitCode } from '../exit-codes';
import { DEFAULT_FILE, readClusterFile, type FileOptions } from '../cluster-file';

/** Says that the file is good, or throws with everything that is wrong with it. Touches nothing else. */
export function validate(context: CliContext, { file = DEFAULT_FILE }: FileOptions): Promise<ExitCode> {
  const { cluster, digest } = readClusterFile(context, { file });
  const { metadata, spec } = cluster;
  print(context, [
    `${file} is good: cluster ${metadata.name}, Kubernetes ${spec.kubernetes.version}, ${countNodes(spec.nodes)}, digest ${digest.slice(0, 12)}`,
  ]);
  return Promise.resolve(EXIT_CODES.ok);
}

/** A machine with several roles counts for the first that is named here. */
function countNodes(nodes: Cluster['spec']['nodes']): string {
  const controlPlanes = nodes.filter(({ roles }) => roles.includes('control-plane')).length;
  const etcd = nodes.filter(({ roles }) => roles.every((role) => role === 'etcd')).length;
  const counts = [
    count(controlPlanes, 'control plane'),
    count(nodes.length - controlPlanes - etcd, 'worker'),
    ...(etcd === 0 ? [] : [`${count(etcd, 'machine')} of etcd`]),
  ];
  return counts.join(', ');
}

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;
