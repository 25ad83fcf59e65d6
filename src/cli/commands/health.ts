import type { HealthReport } from '../../client';
import { readClusterFile, type FileOptions } from '../cluster-file';
import { connectStarting } from '../connect';
import { type CliContext, print } from '../context';
import { EXIT_CODES, type ExitCode } from '../exit-codes';
import { renderEtcdTables } from '../output/etcd-tables';
import type { OutputFormat } from '../output/reporter';
import { sanitise, type Style } from '../output/style';
import { renderColumns } from '../output/table';

export interface HealthOptions extends FileOptions {
  readonly output: OutputFormat;
}

/** Shows whether etcd and the nodes of a cluster are well now. Reads only. */
export function health(context: CliContext, options: HealthOptions): Promise<ExitCode> {
  const { cluster } = readClusterFile(context, options);
  return connectStarting(context, async ({ client }) => {
    const report = await client.health(cluster);
    print(context, options.output === 'json' ? [JSON.stringify(report)] : renderHealth(report, context.style));
    return report.healthy ? EXIT_CODES.ok : EXIT_CODES.failed;
  });
}

function renderHealth({ healthy, etcd, nodes, problems }: HealthReport, style: Style): string[] {
  const rows = (nodes?.nodes ?? []).map(({ name, ready, version, reason }) => [
    name,
    ready ? style.green('Ready') : style.red('NotReady'),
    version,
    sanitise(reason ?? ''),
  ]);
  const shown = etcd?.problems ?? [];
  return [
    ...renderColumns(rows),
    ...(etcd === undefined ? [] : renderEtcdTables(etcd)),
    ...problems.filter((problem) => !shown.includes(problem)).map((problem) => `problem: ${sanitise(problem)}`),
    healthy ? style.green('healthy') : style.red('not healthy'),
  ];
}
