import { cpus, totalmem } from 'node:os';
import { createLab, type Lab, lineProgress, whyLabCannotRun } from '../../../lab';
import { minorOf } from '../../../lab/versions';
import type { FaultCase } from './case';
import { readRecord, writeRecord } from '../record/files';
import { mergeRows } from '../record/record';
import { faultCases } from './cases';
import { type Options, readOptions, USAGE } from './options';
import { productDigest } from '../record/product-digest';
import { type Result, Results } from './results/results';
import { runCase } from './run-case';
import { runProgram } from './run-program';

interface RunOptions extends Options {
  readonly product: string;
  /** Aborted by SIGINT or SIGTERM; the second one ends the process as it stands. */
  readonly signal: AbortSignal;
}

async function main(options: Options): Promise<void> {
  const product = productDigest();
  const results = new Results({ product, recorded: readRecord('real').rows });
  const cases = faultCases.filter((each) => isWanted(each, options.only));
  if (cases.length === 0) throw new Error(`no case is called ${options.only.join(' or ')}; see --list`);
  if (options.list) return list(cases, results);
  if (options.record) return record(cases, results);
  if (options.down) return removeLabs();
  const obstacle = whyLabCannotRun();
  if (obstacle !== undefined) say(`!!! NO CASE RUNS: ${obstacle}`);
  const limit = obstacle === undefined ? options.limit : 0;
  const { passed, failed, skipped } = await runAll(cases, results, {
    ...options,
    limit,
    product,
    signal: interruptions(),
  });
  const isLeft = ({ id }: FaultCase) => !results.hasPassed(id);
  // Machines that are prepared already serve those that are still to be run.
  if (!faultCases.some(isLeft)) await removeLabs();
  say(`${passed} passed, ${failed} failed, ${skipped} skipped`);
  process.exitCode = failed > 0 ? 1 : 0;
}

async function runAll(cases: readonly FaultCase[], results: Results, options: RunOptions) {
  const count = { passed: 0, failed: 0, skipped: 0 };
  const deadlineMs = Date.now() + options.minutes * 60_000;
  let left = options.limit;
  for (const faultCase of cases) {
    if (results.hasPassed(faultCase.id) && !options.fresh) count.passed += 1;
    else if (left <= 0 || Date.now() >= deadlineMs) count.skipped += 1;
    else {
      left = left - 1;
      const { passed } = await runOne(faultCase, results, options);
      count[passed ? 'passed' : 'failed'] += 1;
      if (!passed && options.keep) left = 0;
    }
  }
  return count;
}

async function runOne(faultCase: FaultCase, results: Results, options: RunOptions): Promise<Result> {
  const { id, title } = faultCase;
  say(`… ${id}: ${title}`);
  const verdict = await runCase(faultCase, { ...options, lab: labOf(faultCase), directory: results.workplace(id) });
  if (options.signal.aborted) throw new Error(`${id} was interrupted; it has no result`);
  const result = results.write(faultCase, verdict);
  say(describe(result));
  for (const violation of result.violations) say(`    ${violation}`);
  if (!result.passed) say(`    what it wrote: ${results.workplace(id)}`);
  return result;
}

function interruptions(): AbortSignal {
  const over = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => over.abort());
  return over.signal;
}

/** Machines of one shape and state make one lab: what they are prepared to serves all such cases. */
function labOf({ controlPlanes, workers, startState, kubernetesVersion }: FaultCase): Lab {
  const version = kubernetesVersion === undefined ? '' : `-${minorOf(kubernetesVersion)}`;
  const name = `faults-${startState}-${controlPlanes}-${workers}${version}`;
  const of = kubernetesVersion === undefined ? {} : { kubernetesVersion };
  return createLab({ name, controlPlanes, workers, ...of, progress: lineProgress() });
}

async function removeLabs(): Promise<void> {
  const labs = new Map(faultCases.map(labOf).map((lab) => [lab.name, lab]));
  for (const lab of labs.values()) await lab.down();
}

function list(cases: readonly FaultCase[], results: Results): void {
  for (const faultCase of cases) {
    const known = results.read(faultCase.id);
    say(known === undefined ? describeRecorded(faultCase, results) : describe(known));
  }
}

/** What these cases have shown with this product goes into the project's own record. */
function record(cases: readonly FaultCase[], results: Results): void {
  const rows = cases.flatMap((faultCase) => results.toRow(faultCase) ?? []);
  const order = faultCases.map(({ id }) => id);
  const all = mergeRows(readRecord('real').rows, rows).toSorted((a, b) => order.indexOf(a.id) - order.indexOf(b.id));
  const [processor] = cpus();
  const on = `Machines of the [lab](lab.md): containers that boot systemd, sharing ${cpus().length} cores (${processor?.model.trim() ?? 'unknown'}) and ${Math.round(totalmem() / 2 ** 30)} GiB.`;
  const notRun = order.filter((id) => !all.some((row) => row.id === id));
  writeRecord('real', { on, rows: all, notRun });
  say(`${rows.length} cases recorded in docs/reliability.md`);
}

function describe({ id, passed, points, recoveriesMs, tookMs }: Result): string {
  const worst = recoveriesMs.length === 0 ? '' : `, worst recovery ${(Math.max(...recoveriesMs) / 1000).toFixed(1)} s`;
  return `${passed ? '✓' : '✗'} ${id}: ${points.length} points${worst}, took ${Math.round(tookMs / 1000)} s`;
}

/** How a case stands that was not run on this machine. */
function describeRecorded({ id, title }: FaultCase, results: Results): string {
  const row = results.recorded(id);
  if (row === undefined) return `  ${id}: not run yet: ${title}`;
  return `${results.hasPassed(id) ? '✓' : '✗'} ${id}: recorded of this product on ${row.date}: ${row.passes} of ${row.runs} passed`;
}

function isWanted({ id, fault }: FaultCase, only: readonly string[]): boolean {
  return only.length === 0 || only.includes(id) || only.includes(fault);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

const options = readOptions(process.argv.slice(2));
if (options === undefined) say(USAGE);
else runProgram(() => main(options));
