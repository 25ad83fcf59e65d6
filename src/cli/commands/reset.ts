import type { ResetPlan } from '../../plan/reset-plan';
import { CliError } from '../cli-error';
import { type ClusterFile, readClusterFile, type FileOptions } from '../cluster-file';
import { type Connected, connectStarting } from '../connect';
import { type CliContext, print } from '../context';
import { EXIT_CODES, type ExitCode } from '../exit-codes';
import type { OutputFormat } from '../output/reporter';
import { renderResetPlan } from '../output/reset-text';
import { watchRun } from '../watch-run';
import { type AnswerOptions, signature } from './answer';

export interface ResetCommandOptions extends FileOptions, AnswerOptions {
  /** Absent: the whole cluster. */
  readonly node?: readonly string[];
  readonly drain: boolean;
  readonly planOnly: boolean;
  /** Digest of a plan that was shown before. */
  readonly approvePlan?: string;
  readonly detach: boolean;
  readonly wait: boolean;
  readonly output: OutputFormat;
}

/** Resets a cluster or some of its nodes, once a person has approved what is lost; or shows what would be. */
export function reset(context: CliContext, options: ResetCommandOptions): Promise<ExitCode> {
  const wanted = readClusterFile(context, options);
  const wish = { drain: options.drain, ...(options.node && { nodes: namesOf(wanted, options.node) }) };
  return connectStarting(context, async (connected) => {
    if (!options.planOnly) return start(context, connected, wanted, { ...options, wish });
    const plan = await connected.client.planReset(wanted.cluster, wish);
    print(context, options.output === 'json' ? [JSON.stringify(plan)] : renderResetPlan(plan, context.style));
    return exitCodeOf(plan);
  });
}

/** @throws CliError for a name that the file does not have */
function namesOf({ cluster }: ClusterFile, given: readonly string[]): string[] {
  const known = cluster.spec.nodes.map(({ name }) => name);
  const unknown = given.filter((name) => !known.includes(name));
  if (unknown.length === 0) return [...new Set(given)];
  throw new CliError(
    EXIT_CODES.badInput,
    `the file of ${cluster.metadata.name} has no node ${unknown.join(', ')}; it has ${known.join(', ')}`,
    'name a node as the file does; one that was removed from the file has to be put back first, to be reached',
  );
}

async function start(
  context: CliContext,
  { client, linkTo }: Connected,
  wanted: ClusterFile,
  options: ResetCommandOptions & { readonly wish: { readonly nodes?: readonly string[]; readonly drain: boolean } },
): Promise<ExitCode> {
  const { output, detach, wait, wish, approvePlan } = options;
  const approval = approvePlan === undefined ? {} : { approval: { digest: approvePlan, ...signature(options) } };
  const run = await client.reset(wanted, { ...wish, ...approval });
  const link = linkTo(run.workflowId, run.runId);
  if (output === 'json')
    print(context, [JSON.stringify({ kind: 'started', run, ...(link === undefined ? {} : { link }) })]);
  else {
    print(context, [`${run.cluster}: ${run.joined ? 'joined the reset that runs' : 'reset started'}`]);
    if (link !== undefined) print(context, [`Web UI: ${link}`]);
  }
  if (!detach) return watchRun(context, client, run.cluster, { output, wait, runId: run.runId });
  if (output !== 'json') print(context, [`Watch it with: slipway watch ${run.cluster}`]);
  return EXIT_CODES.ok;
}

function exitCodeOf({ isNoop, findings }: ResetPlan): ExitCode {
  if (findings.some(({ verdict }) => verdict.kind === 'yours-to-fix')) return EXIT_CODES.failed;
  return isNoop ? EXIT_CODES.ok : EXIT_CODES.changesPending;
}
