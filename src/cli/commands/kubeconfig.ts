import { isAbsolute, join } from 'node:path';
import { stateDirectory } from '../../dev/directories';
import { writePrivateFile } from '../../dev/state-file';
import { readClusterFile, type FileOptions } from '../cluster-file';
import { connectStarting } from '../connect';
import { type CliContext, print, tell } from '../context';
import { EXIT_CODES, type ExitCode } from '../exit-codes';

export interface KubeconfigOptions extends FileOptions {
  /** Default: the cluster's own file below the state directory. */
  readonly out?: string;
  readonly stdout: boolean;
}

/** Writes the admin kubeconfig to a file that only this user can read, at once and whole; or to standard output. */
export function kubeconfig(context: CliContext, options: KubeconfigOptions): Promise<ExitCode> {
  const { cluster } = readClusterFile(context, options);
  return connectStarting(context, async ({ client }) => {
    const text = await client.kubeconfig(cluster);
    if (options.stdout) {
      context.stdout.write(text);
      return EXIT_CODES.ok;
    }
    const path = pathFor(context, cluster.metadata.name, options.out);
    writePrivateFile(path, text);
    print(context, [path]);
    tell(context, `Use it with: export KUBECONFIG=${path}`);
    return EXIT_CODES.ok;
  });
}

function pathFor({ cwd, env }: CliContext, cluster: string, out: string | undefined): string {
  if (out === undefined) return join(stateDirectory(env), 'clusters', cluster, 'kubeconfig');
  return isAbsolute(out) ? out : join(cwd, out);
}
