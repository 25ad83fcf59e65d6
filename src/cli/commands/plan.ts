import type { PlanReport } from '../../client';
import { readClusterFile, type FileOptions } from '../cluster-file';
import { connectStarting } from '../connect';
import { type CliContext, print } from '../context';
import { EXIT_CODES, type ExitCode } from '../exit-codes';
import { renderPlan } from '../output/plan-text';
import type { OutputFormat } from '../output/reporter';

export interface PlanOptions extends FileOptions {
  readonly output: OutputFormat;
}

/** Shows what an install would change on every node, with file diffs. Reads only. */
export function plan(context: CliContext, options: PlanOptions): Promise<ExitCode> {
  const { cluster } = readClusterFile(context, options);
  return connectStarting(context, async ({ client }) => {
    const report = await client.plan(cluster);
    print(context, options.output === 'json' ? [JSON.stringify(report)] : renderPlan(report, context.style));
    return exitCodeOf(report);
  });
}

function exitCodeOf({ plan: { isNoop, findings } }: PlanReport): ExitCode {
  if (findings.some(({ verdict }) => verdict.kind === 'yours-to-fix')) return EXIT_CODES.failed;
  return isNoop ? EXIT_CODES.ok : EXIT_CODES.changesPending;
}
