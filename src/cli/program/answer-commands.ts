import type { Command } from 'commander';
import type { AnswerOptions } from '../commands/answer';
import { withCluster, withSignature } from './options';
import type * as AnswerModule from '../commands/answer';
import type { Run } from './run';

const GATE_VERBS = {
  approve: 'let a run do what its gate shows',
  reject: 'end a run at its gate, with nothing changed',
} as const;

const BRANCH_VERBS = {
  retry: 'try a parked node again',
  skip: 'go on without a parked worker',
} as const;

const RUN_VERBS = {
  hold: 'let what runs come to its end, and begin nothing new until the run is released',
  release: 'let a held run go on',
  abort: 'end a run: start nothing new, let what runs on a node end',
} as const;

/** Commands that answer a run. */
export function addAnswerCommands(program: Command, run: Run): void {
  for (const verb of ['approve', 'reject'] as const) {
    withSignature(withCluster(program.command(verb).description(GATE_VERBS[verb])))
      .requiredOption('--digest <digest>', 'digest of the plan that you saw at the gate')
      .action((cluster: string | undefined, options: AnswerOptions & { readonly digest: string }) =>
        run((context) => load().answerGate(context, verb, cluster, options)),
      );
  }
  for (const verb of ['retry', 'skip'] as const) {
    withSignature(program.command(verb).description(BRANCH_VERBS[verb]))
      .argument('<cluster>', 'name of the cluster, or its file')
      .argument('<node>', 'node, as the status shows it')
      .action((cluster: string, node: string, options: AnswerOptions) =>
        run((context) => load().answerBranch(context, verb, cluster, node, options)),
      );
  }
  for (const verb of ['hold', 'release', 'abort'] as const) {
    withSignature(withCluster(program.command(verb).description(RUN_VERBS[verb]))).action(
      (cluster: string | undefined, options: AnswerOptions) =>
        run((context) => load().answerRun(context, verb, cluster, options)),
    );
  }
}

const load = () => require('../commands/answer') as typeof AnswerModule;
