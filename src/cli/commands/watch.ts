import { readClusterName } from '../cluster-file';
import { connect } from '../connect';
import type { CliContext } from '../context';
import type { ExitCode } from '../exit-codes';
import { watchRun, type WatchRunOptions } from '../watch-run';

/** Shows the latest run of a cluster until it ends. */
export function watch(context: CliContext, cluster: string | undefined, options: WatchRunOptions): Promise<ExitCode> {
  const name = readClusterName(context, cluster);
  return connect(context, ({ client }) => watchRun(context, client, name, options));
}
