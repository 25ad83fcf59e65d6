import type { Command } from 'commander';
import type { InstallOptions } from '../commands/install';
import type { KubeconfigOptions } from '../commands/kubeconfig';
import type { PlanOptions } from '../commands/plan';
import type { ResetCommandOptions } from '../commands/reset';
import { collect, fileOf, outputOption, withFile, withSignature, withWait } from './options';
import type * as ValidateModule from '../commands/validate';
import type * as PlanModule from '../commands/plan';
import type * as InstallModule from '../commands/install';
import type * as ResetModule from '../commands/reset';
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
  addReset(program, run);
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

function addReset(program: Command, run: Run): void {
  withSignature(
    withWait(
      withFile(
        program
          .command('reset')
          .description(
            'take nodes out of a cluster and reset them, or reset the whole cluster; asks before anything is touched',
          ),
      ),
    ),
  )
    .option('--node <name>', 'a node to take out; may be given several times (default: the whole cluster)', collect)
    .option('--no-drain', 'end the pods of these nodes without moving them first')
    .option('--plan-only', 'show what would be lost, and the digest that approves it; change nothing', false)
    .option('--approve-plan <digest>', 'approve beforehand: that very plan, and no other')
    .option('--detach', 'start it and do not watch', false)
    .addOption(outputOption())
    .action((argument: string | undefined, options: ResetCommandOptions) =>
      run((context) => load.reset().reset(context, { ...options, ...fileOf(argument, options) })),
    );
}

const load = {
  validate: () => require('../commands/validate') as typeof ValidateModule,
  plan: () => require('../commands/plan') as typeof PlanModule,
  install: () => require('../commands/install') as typeof InstallModule,
  reset: () => require('../commands/reset') as typeof ResetModule,
  health: () => require('../commands/health') as typeof HealthModule,
  kubeconfig: () => require('../commands/kubeconfig') as typeof KubeconfigModule,
};
