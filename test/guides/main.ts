import { createLab, type Lab, lineProgress, whyLabCannotRun } from '../../lab';
import { productDigest } from '../faults/record/product-digest';
import { guideCases } from './cases';
import type { GuideCase } from './guide-case';
import { type Options, readOptions, USAGE } from './options';
import { readRecord, writeRecord } from './record/files';
import { mergeRecord } from './record/record';
import { type Result, Results } from './results';
import { runGuide } from './run-guide';
import { runProgram } from '../faults/real/run-program';

async function main(options: Options): Promise<void> {
  const results = new Results(productDigest());
  const cases = guideCases.filter(({ id }) => isWanted(id, options.only));
  if (cases.length === 0) throw new Error(`no case is called ${options.only.join(' or ')}; see --list`);
  if (options.list) return cases.forEach((each) => say(describe(each, results.read(each.id))));
  if (options.record) return record(cases, results);
  const obstacle = whyLabCannotRun();
  if (obstacle !== undefined) say(`!!! NO CASE RUNS: ${obstacle}`);
  const { passed, failed, skipped } = await runAll(cases, results, {
    ...options,
    limit: obstacle === undefined ? options.limit : 0,
  });
  say(`${passed} passed, ${failed} failed, ${skipped} skipped`);
  process.exitCode = failed > 0 ? 1 : 0;
}

async function runAll(cases: readonly GuideCase[], results: Results, options: Options) {
  const count = { passed: 0, failed: 0, skipped: 0 };
  let left = options.limit;
  for (const guide of cases) {
    if (results.read(guide.id)?.passed === true && !options.fresh) count.passed += 1;
    else if (left <= 0) count.skipped += 1;
    else {
      left = options.keep ? 0 : left - 1;
      const { passed } = await runOne(guide, results, options);
      count[passed ? 'passed' : 'failed'] += 1;
    }
  }
  return count;
}

async function runOne(guide: GuideCase, results: Results, { keep }: Options): Promise<Result> {
  say(`… ${guide.id}: ${guide.title}`);
  const directory = results.workplace(guide.id);
  const lab = labOf(guide);
  const result = results.write(guide, await runGuide(guide, { lab, directory }));
  say(describe(guide, result));
  for (const { title, passed, said } of result.checks) say(`    ${passed ? '✓' : '✗'} ${title}: ${said}`);
  if (!result.passed) say(`    what it wrote: ${directory}`);
  if (!keep) await lab.down();
  return result;
}

function labOf({ id, lab }: GuideCase): Lab {
  return createLab({ name: `guide-${id.replaceAll('.', '-')}`, progress: lineProgress(), ...lab });
}

/** What these cases have shown with this product goes into the project's own record. */
function record(cases: readonly GuideCase[], results: Results): void {
  const shown = cases.flatMap(({ id }) => results.read(id) ?? []);
  writeRecord(mergeRecord(readRecord(), shown));
  say(`${shown.length} cases recorded in docs/guides.md`);
}

function describe({ id, title }: GuideCase, result: Result | undefined): string {
  if (result === undefined) return `  ${id}: not run yet: ${title}`;
  const took = result.installMs === undefined ? '' : `, installed in ${Math.round(result.installMs / 1000)} s`;
  const asked = `${result.checks.filter(({ passed }) => passed).length} of ${result.checks.length} checks hold`;
  return `${result.passed ? '✓' : '✗'} ${id}: ${result.failure ?? asked}${took}`;
}

const isWanted = (id: string, only: readonly string[]) =>
  only.length === 0 || only.some((each) => id === each || id.startsWith(`${each}-`));

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

const options = readOptions(process.argv.slice(2));
if (options === undefined) say(USAGE);
else runProgram(() => main(options));
