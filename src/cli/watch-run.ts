import type { SlipwayClient, WatchEvent } from '../client';
import type { RunResult } from '../workflows/messages-of-reset';
import { type CliContext, print, tell } from './context';
import { EXIT_CODES, type ExitCode } from './exit-codes';
import { needsPerson } from './needs-person';
import { createReporter, type OutputFormat } from './output/reporter';
import { renderResult } from './output/result-text';

export interface WatchRunOptions {
  readonly output: OutputFormat;
  readonly runId?: string;
  /** False: end with exit code 4 as soon as the run waits for a person. */
  readonly wait: boolean;
}

/** Why watching ends before the run does. */
type Stop = 'interrupted' | 'waitsForPerson';

/** Shows a run until it ends, and its result. Ctrl-C ends the watching alone. @throws RunFailed, RunNotFound */
export async function watchRun(
  context: CliContext,
  client: Pick<SlipwayClient, 'watch'>,
  cluster: string,
  { output, runId, wait }: WatchRunOptions,
): Promise<ExitCode> {
  const reporter = createReporter(context, output);
  let stop: (reason: Stop) => void = () => undefined;
  const stopped = new Promise<Stop>((resolve) => (stop = resolve));
  const ignoreInterrupt = context.onInterrupt(() => stop('interrupted'));
  const onChange = (event: WatchEvent): void => {
    reporter.show(event);
    if (!wait && event.kind === 'status' && needsPerson(event.status)) stop('waitsForPerson');
  };
  try {
    const watched = client.watch(cluster, { onChange, ...(runId === undefined ? {} : { runId }) });
    const ended = await Promise.race([watched, stopped]);
    reporter.end();
    return typeof ended === 'string'
      ? explainStop(context, cluster, ended)
      : showResult(context, cluster, ended, output);
  } finally {
    reporter.end();
    ignoreInterrupt();
  }
}

function explainStop(context: CliContext, cluster: string, stop: Stop): ExitCode {
  tell(context, `The run goes on. Look again with: slipway watch ${cluster}`);
  return EXIT_CODES[stop];
}

function showResult(context: CliContext, cluster: string, result: RunResult, output: OutputFormat): ExitCode {
  if (output === 'json') print(context, [JSON.stringify({ kind: 'result', result })]);
  else print(context, ['', ...renderResult(cluster, result, context.style)]);
  return result.outcome === 'rejected' ? EXIT_CODES.failed : EXIT_CODES.ok;
}
