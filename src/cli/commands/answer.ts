import { hostname, userInfo } from 'node:os';
import type { RunStatus } from '../../client';
import { readClusterName } from '../cluster-file';
import { connect, type Connected } from '../connect';
import { type CliContext, print } from '../context';
import { EXIT_CODES, type ExitCode } from '../exit-codes';
import { renderQuestions } from '../output/questions';

export interface AnswerOptions {
  readonly why?: string;
  readonly who?: string;
}

type Client = Connected['client'];

/** Approves or rejects what the gate of this digest shows. */
export function answerGate(
  context: CliContext,
  verb: 'approve' | 'reject',
  cluster: string | undefined,
  { digest, ...options }: AnswerOptions & { readonly digest: string },
): Promise<ExitCode> {
  return answer(context, cluster, (client, name) => client[verb](name, { digest, ...signature(options) }));
}

/** Tries a parked branch again, or goes on without it. */
export function answerBranch(
  context: CliContext,
  verb: 'retry' | 'skip',
  cluster: string,
  node: string,
  options: AnswerOptions,
): Promise<ExitCode> {
  return answer(context, cluster, (client, name) => client[verb](name, { node, ...signature(options) }));
}

/** Ends a run, holds it or lets it go on; what runs on a node comes to its end. */
export function answerRun(
  context: CliContext,
  verb: 'abort' | 'hold' | 'release',
  cluster: string | undefined,
  options: AnswerOptions,
): Promise<ExitCode> {
  return answer(context, cluster, (client, name) => client[verb](name, signature(options)));
}

async function answer(
  context: CliContext,
  cluster: string | undefined,
  give: (client: Client, name: string) => Promise<RunStatus>,
): Promise<ExitCode> {
  const name = readClusterName(context, cluster);
  return connect(context, async ({ client }) => {
    const after = await give(client, name);
    print(context, [`${name}: taken`, ...renderQuestions(after, context.style)]);
    return EXIT_CODES.ok;
  });
}

/** Who answers stays in the run's history. */
export function signature({ who = `${userInfo().username}@${hostname()}`, why }: AnswerOptions): {
  readonly who: string;
  readonly why?: string;
} {
  return why === undefined ? { who } : { who, why };
}
