import type { Command } from 'commander';
import type { WatchRunOptions } from '../watch-run';
import { outputOption, withCluster, withWait } from './options';
import type * as StatusModule from '../commands/status';
import type * as WatchModule from '../commands/watch';
import type { Run } from './run';

/** Commands that look at the run of a cluster. */
export function addRunCommands(program: Command, run: Run): void {
  withCluster(program.command('status').description('show where the latest run of a cluster stands'))
    .addOption(outputOption())
    .action((cluster: string | undefined, options: WatchRunOptions) =>
      run((context) => load.status().status(context, cluster, options)),
    );
  withWait(withCluster(program.command('watch').description('show the latest run of a cluster until it ends')))
    .addOption(outputOption())
    .action((cluster: string | undefined, options: WatchRunOptions) =>
      run((context) => load.watch().watch(context, cluster, options)),
    );
}

const load = {
  status: () => require('../commands/status') as typeof StatusModule,
  watch: () => require('../commands/watch') as typeof WatchModule,
};
