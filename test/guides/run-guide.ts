import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Lab } from '../../lab';
import { projectRoot } from '../../lab/paths';
import { parseCluster } from '../../src';
import { keepEvidence } from '../faults/real/bench/evidence';
import { FaultBench } from '../faults/real/bench/fault-bench';
import { deriveClusterFile, type Difference } from './derive';
import type { GuideCase } from './guide-case';

export interface CheckOutcome {
  readonly title: string;
  readonly passed: boolean;
  /** What was seen, or what did not hold. */
  readonly said: string;
}

/** What became of a guide. */
export interface Verdict {
  readonly checks: readonly CheckOutcome[];
  readonly differences: readonly Difference[];
  /** From the start of the install to its end; left out when there was none. */
  readonly installMs?: number;
  /** Why the checks could not be asked. */
  readonly failure?: string;
}

export interface RunOptions {
  /** A lab of the case's alone. */
  readonly lab: Lab;
  /** Takes everything that the case writes; gone afterwards if it has passed. */
  readonly directory: string;
}

export const hasPassed = ({ checks, failure }: Verdict) =>
  failure === undefined && checks.every(({ passed }) => passed);

/** Installs the guide's example on fresh machines, and asks its checks. The machines are left as they are. */
export async function runGuide(guide: GuideCase, { lab, directory }: RunOptions): Promise<Verdict> {
  rmSync(directory, { recursive: true, force: true });
  const bench = new FaultBench(lab, directory);
  let verdict: Verdict | undefined;
  try {
    assertValid(guide);
    await lab.down();
    await lab.up();
    await guide.prepare?.(bench);
    await bench.temporal.start();
    await bench.employ();
    verdict = await examine(guide, bench);
  } catch (error) {
    verdict = { checks: [], differences: [], failure: `it could not begin: ${describeError(error)}` };
  } finally {
    const passed = verdict !== undefined && hasPassed(verdict);
    if (!passed) await keepEvidence(bench).catch(() => undefined);
    await bench.down();
    if (passed) rmSync(directory, { recursive: true, force: true });
  }
  return verdict;
}

const readExample = ({ example }: GuideCase) =>
  readFileSync(join(projectRoot(), 'examples', 'guides', example), 'utf8');

/** Before any machine is made. Throws with what the product does not take. */
function assertValid(guide: GuideCase): void {
  const read = parseCluster(readExample(guide));
  if (read.ok) return;
  const problems = read.problems.map(({ path, message }) => `${path}: ${message}`);
  throw new Error(`examples/guides/${guide.example} is no cluster file: ${problems.join('; ')}`);
}

async function examine(guide: GuideCase, bench: FaultBench): Promise<Verdict> {
  const example = readExample(guide);
  let differences: readonly Difference[] = [];
  try {
    const wanted = await bench.want({}, (text) => {
      const derived = deriveClusterFile(example, text, guide.inLab);
      differences = derived.differences;
      return derived.text;
    });
    const startedMs = Date.now();
    const { outcome } = await bench.install(
      wanted,
      guide.installTimeoutMs === undefined ? {} : { timeoutMs: guide.installTimeoutMs },
    );
    const installMs = Date.now() - startedMs;
    if (outcome !== 'installed')
      return { checks: [], differences, installMs, failure: `the install ended as ${outcome}` };
    return { checks: await askAll(guide, bench), differences, installMs };
  } catch (error) {
    return { checks: [], differences, failure: describeError(error) };
  }
}

/** In their order: one that fails does not keep the others from being asked. */
async function askAll({ checks }: GuideCase, bench: FaultBench): Promise<CheckOutcome[]> {
  const outcomes: CheckOutcome[] = [];
  for (const { title, run } of checks) {
    const outcome = await run(bench).then(
      (said) => ({ title, passed: true, said }),
      (error: unknown) => ({ title, passed: false, said: describeError(error) }),
    );
    outcomes.push(outcome);
  }
  return outcomes;
}

function describeError(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
