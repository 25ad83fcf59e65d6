import type { RunStatus } from '../../client';
import { readClusterName } from '../cluster-file';
import { connect } from '../connect';
import { type CliContext, print } from '../context';
import { EXIT_CODES, type ExitCode } from '../exit-codes';
import type { OutputFormat } from '../output/reporter';
import { renderRun } from '../output/run-view';
import { needsPerson } from '../needs-person';

/** Shows where the latest run of a cluster stands, once. */
export function status(
  context: CliContext,
  cluster: string | undefined,
  { output }: { readonly output: OutputFormat },
): Promise<ExitCode> {
  const name = readClusterName(context, cluster);
  return connect(context, async ({ client }) => {
    const run = await client.status(name);
    print(context, output === 'json' ? [JSON.stringify(run)] : renderRun(run, context.now(), context.style));
    return exitCodeOf(run);
  });
}

/** What a script may conclude from where a run stands. */
export function exitCodeOf(run: RunStatus): ExitCode {
  if (run.health === 'failed') return EXIT_CODES.failed;
  return needsPerson(run) ? EXIT_CODES.waitsForPerson : EXIT_CODES.ok;
}
