import { readClusterFile, type FileOptions } from '../cluster-file';
import { connectStarting } from '../connect';
import { type CliContext, print } from '../context';
import { EXIT_CODES, type ExitCode } from '../exit-codes';
import type { OutputFormat } from '../output/reporter';
import { watchRun } from '../watch-run';

export interface InstallOptions extends FileOptions {
  readonly detach: boolean;
  readonly wait: boolean;
  readonly output: OutputFormat;
}

/** Starts the install of the file's cluster, or joins the one that runs for the same file, and shows it to its end. */
export async function install(context: CliContext, options: InstallOptions): Promise<ExitCode> {
  const { detach, wait, output } = options;
  const wanted = readClusterFile(context, options);
  return connectStarting(context, async ({ client, linkTo }) => {
    const run = await client.install(wanted);
    const link = linkTo(run.workflowId, run.runId);
    if (output === 'json')
      print(context, [JSON.stringify({ kind: 'started', run, ...(link === undefined ? {} : { link }) })]);
    else {
      print(context, [`${run.cluster}: ${run.joined ? 'joined the install that runs' : 'install started'}`]);
      if (link !== undefined) print(context, [`Web UI: ${link}`]);
    }
    if (!detach) return watchRun(context, client, run.cluster, { output, wait, runId: run.runId });
    if (output !== 'json') print(context, [`Watch it with: slipway watch ${run.cluster}`]);
    return EXIT_CODES.ok;
  });
}
