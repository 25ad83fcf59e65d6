import { type FaultId, FAULTS } from '../faults';
import type { Bug, Row, SuiteRecord } from './record';

const FAULT_ORDER = Object.keys(FAULTS) as FaultId[];

const HEAD = `# Reliability

Made from the recorded results in \`docs/reliability/\` by \`npm run faults -- --record\`; a test fails when the two differ.
What is run, and how, is in [test/faults](../test/faults/README.md).

A case passes when the run came to its end with no human step (unless the case is about one), and after it:

- every node is Ready at the version asked for; etcd has one voter per control plane, no learner, and equal hashes;
- kube-system has had one UID since the first init, and all nodes hold one cluster CA;
- kubeadm init came to its end once;
- the same file, installed again, finds nothing to do;
- every history replays with the workflows that made it;
- no secret stands in a history, the database, a log or a command line, nor on a disk where it is not at home;
- no unit of an operation, lock, bootstrap token or certificate Secret is left.

This is asked with kubectl, etcdctl and the shell of the machines, past everything that the product decides by.
`;

/** What the page tells of. */
export interface Shown {
  readonly real: SuiteRecord;
  readonly simulated: SuiteRecord;
  readonly throughTemporal: SuiteRecord;
  readonly bugs: readonly Bug[];
}

/** docs/reliability.md, whole. */
export function renderPage({ real, simulated, throughTemporal, bugs }: Shown): string {
  const suites = [real, simulated, throughTemporal];
  const sections = [
    HEAD,
    renderFaults(suites),
    renderSuite('Real machines', real, [TOOK]),
    renderSuite('Simulated', simulated),
    renderSuite('Simulated machines, real Temporal server', throughTemporal),
    renderShortfalls(suites.flatMap(({ rows }) => rows)),
    renderBugs(bugs),
  ];
  return `${sections
    .filter((section) => section !== '')
    .map((section) => section.trim())
    .join('\n\n')}\n`;
}

/** What each fault is, and how much of it was run. */
function renderFaults(suites: readonly SuiteRecord[]): string {
  const rows = FAULT_ORDER.map((id) => [id, FAULTS[id], ...suites.map((suite) => count(suite, id))]);
  const heads = ['real: passes of runs', 'simulated: passes of runs', 'through Temporal: passes of runs'];
  return table(['id', 'fault', ...heads], rows);
}

function count({ rows }: SuiteRecord, fault: FaultId): string {
  const own = rows.filter((row) => row.fault === fault);
  return own.length === 0 ? '–' : `${sum(own, 'passes')} of ${sum(own, 'runs')}`;
}

/** A column that only some suites have. */
interface Column {
  readonly head: string;
  readonly cell: (row: Row) => string;
}

const TOOK: Column = {
  head: 'took, s',
  cell: ({ tookMs }) => (tookMs === undefined ? '–' : String(Math.round(tookMs / 1000))),
};

function renderSuite(title: string, { on, rows, notRun = [] }: SuiteRecord, more: readonly Column[] = []): string {
  if (rows.length === 0) return '';
  const inOrder = rows.toSorted((a, b) => FAULT_ORDER.indexOf(a.fault) - FAULT_ORDER.indexOf(b.fault));
  const head = [
    'id',
    'fault',
    'passes',
    'seeds',
    'places struck',
    'recovery, s: median (max)',
    ...more.map((column) => column.head),
    'Kubernetes',
    'product',
  ];
  const left = notRun.length === 0 ? '' : `\n\nNo result is recorded yet of: ${notRun.join(', ')}.`;
  const body = inOrder.map((row) => cells(row, more));
  return `## ${title}\n\n${on} The product is named by its sources' digest.\n\n${table(head, body)}${left}`;
}

function cells(row: Row, more: readonly Column[]): string[] {
  const { recoveryMs, kubernetes, product } = row;
  const recovery = recoveryMs === undefined ? '–' : `${seconds(recoveryMs.median)} (${seconds(recoveryMs.max)})`;
  const passes = `${row.passes} of ${row.runs}`;
  const about = [row.id, row.title, passes, row.seeds ?? '–', String(row.points), recovery];
  return [...about, ...more.map(({ cell }) => cell(row)), kubernetes, `\`${product}\``];
}

function renderShortfalls(rows: readonly Row[]): string {
  const failed = rows.filter(({ runs, passes }) => passes < runs);
  if (failed.length === 0) return '';
  const lines = failed.map(
    ({ id, violations = [] }) => `- ${id}: ${violations.join('; ') || 'failed in an earlier run'}`,
  );
  return `## What did not pass\n\n${lines.join('\n')}`;
}

function renderBugs(bugs: readonly Bug[]): string {
  const head = ['what went wrong', 'found by', 'mended by', 'still caught by'];
  const rows = bugs.map(({ what, foundBy, fix, stillCaughtBy: { file, title } }) => [
    what,
    foundBy,
    fix,
    `\`${file}\`: ${title}`,
  ]);
  return `## Track record\n\nBugs that these suites have found. What still catches each fails when its fix is reverted.\n\n${table(head, rows)}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (each: readonly string[]) => `| ${each.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

function sum(rows: readonly Row[], what: 'runs' | 'passes'): number {
  return rows.reduce((total, row) => total + row[what], 0);
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(1);
}
