import { type CliContext, print } from '../context';
import { EXIT_CODES, type ExitCode } from '../exit-codes';
import { DEFAULT_FILE, readClusterFile, type FileOptions } from '../cluster-file';

/** Says that the file is good, or throws with everything that is wrong with it. Touches nothing else. */
export function validate(context: CliContext, { file = DEFAULT_FILE }: FileOptions): Promise<ExitCode> {
  const { cluster, digest } = readClusterFile(context, { file });
  const { nodes, kubernetes } = cluster.spec;
  const controlPlanes = nodes.filter(({ roles }) => roles.includes('control-plane')).length;
  print(context, [
    `${file} is good: cluster ${cluster.metadata.name}, Kubernetes ${kubernetes.version}, ${controlPlanes} control planes and ${nodes.length - controlPlanes} workers, digest ${digest.slice(0, 12)}`,
  ]);
  return Promise.resolve(EXIT_CODES.ok);
}
