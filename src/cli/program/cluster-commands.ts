import type { Command } from 'commander';
import type { InstallOptions } from '../commands/install';
import type { KubeconfigOptions } from '../commands/kubeconfig';
import type { PlanOptions } from '../commands/plan';
import { fileOf, outputOption, withFile, withWait } from './options';
import type * as ValidateModule from '../commands/validate';
import type * as PlanModule from '../commands/plan';
import type * as InstallModule from '../commands/install';
import type * as HealthModule from '../commands/health';
import type * as KubeconfigModule from '../commands/kubeconfig';
import type { Run } from './run';

/** Commands that read a cluster file. */
export function addClusterCommands(program: Command, run: Run): void {
  withFile(program.command('validate').description('name everything that is wrong with a cluster file')).action(
    (argument: string | undefined, options: object) =>
      run((context) => load.validate().validate(context, fileOf(argument, options))),
  );
  withFile(
    program
      .command('plan')
      .description('show what an install would change on every node, with file diffs; changes nothing'),
  )
    .addOption(outputOption())
    .action((argument: string | undefined, options: PlanOptions) =>
      run((context) => load.plan().plan(context, { ...options, ...fileOf(argument, options) })),
    );
  withWait(
    withFile(
      program.command('install').description('install a cluster, or join the install that runs for the same file'),
    ),
  )
    .option('--detach', 'start it and do not watch', false)
    .addOption(outputOption())
    .action((argument: string | undefined, options: InstallOptions) =>
      run((context) => load.install().install(context, { ...options, ...fileOf(argument, options) })),
    );
  withFile(program.command('health').description('show whether etcd and the nodes of a cluster are well now'))
    .addOption(outputOption())
    .action((argument: string | undefined, options: PlanOptions) =>
      run((context) => load.health().health(context, { ...options, ...fileOf(argument, options) })),
    );
  withFile(program.command('kubeconfig').description('write the admin kubeconfig to a file that only you can read'))
    .option('--out <path>', 'where to (default: a file of the cluster’s own below ~/.local/state/slipway)')
    .option('--stdout', 'print it instead', false)
    .action((argument: string | undefined, options: KubeconfigOptions) =>
      run((context) => load.kubeconfig().kubeconfig(context, { ...options, ...fileOf(argument, options) })),
    );
}

const load = {
  validate: () => require('../commands/validate') as typeof ValidateModule,
  plan: () => require('../commands/plan') as typeof PlanModule,
  install: () => require('../commands/install') as typeof InstallModule,
  health: () => require('../commands/health') as typeof HealthModule,
  kubeconfig: () => require('../commands/kubeconfig') as typeof KubeconfigModule,
};
