import { type Command, Option } from 'commander';
import type { WorkerOptions } from '../commands/worker';
import type { LocalServiceOptions } from '../local-service';
import type { OutputFormat } from '../output/reporter';
import { outputOption, parsePort } from './options';
import type * as WorkerModule from '../commands/worker';
import type * as DevModule from '../commands/dev';
import type { Run } from './run';

/** Commands for the processes that do the work. */
export function addServiceCommands(program: Command, run: Run): void {
  program
    .command('worker')
    .description('run a worker in the foreground')
    .option('--site <site...>', 'sites whose nodes it reaches; workers of `default` also run the workflows', [
      'default',
    ])
    .addOption(new Option('--log-format <format>', 'format of log lines').choices(['json', 'pretty']).default('pretty'))
    .action((options: WorkerOptions) => run((context) => loadWorker().work(context, options)));
  const dev = program
    .command('dev')
    .description('a Temporal dev server with its Web UI, and two workers, on this machine')
    .helpCommand(false);
  dev
    .command('start')
    .description(
      'start what does not run; with a Temporal service named by TEMPORAL_ADDRESS or a profile, workers only',
    )
    .option('--port <port>', 'gRPC port (default: 7233, or a free one)', parsePort)
    .option('--ui-port <port>', 'port of the Web UI (default: 8233, or a free one)', parsePort)
    .action((options: LocalServiceOptions) => run((context) => loadDev().startDev(context, options)));
  dev
    .command('stop')
    .description('stop workers and dev server; histories stay')
    .action(() => run((context) => loadDev().stopDev(context)));
  dev
    .command('status')
    .description('show what runs')
    .addOption(outputOption())
    .action((options: { readonly output: OutputFormat }) => run((context) => loadDev().showDev(context, options)));
}

const loadWorker = () => require('../commands/worker') as typeof WorkerModule;
const loadDev = () => require('../commands/dev') as typeof DevModule;
