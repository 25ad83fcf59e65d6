import { rmSync } from 'node:fs';
import type { Lab } from '../../../lab';
import { FaultBench } from './bench/fault-bench';
import { bringTo } from './bench/start-state';
import type { FaultCase, Findings } from './case';
import { keepEvidence } from './bench/evidence';
import { askOracle } from './oracle/ask-oracle';

/** What became of a case. */
export interface Verdict {
  readonly findings?: Findings;
  /** What did not hold; none: the case has passed. */
  readonly violations: readonly string[];
  readonly tookMs: number;
}

export interface CaseOptions {
  /** A lab of the cases' alone; what stands of it may be removed. */
  readonly lab: Lab;
  /** Takes everything that the case writes; gone afterwards if the case has passed. */
  readonly directory: string;
  /** Names the product, so that machines which it has prepared are not taken for another one's. */
  readonly product: string;
  /** Leaves the machines of a case that has failed as they are. */
  readonly keep?: boolean;
  /** Aborted: the case comes to its end now, and its verdict is none. */
  readonly signal?: AbortSignal;
}

/** Runs a case on machines that are as it wants them, and asks the oracle. Afterwards the machines are off. */
export async function runCase(faultCase: FaultCase, options: CaseOptions): Promise<Verdict> {
  const { lab, directory, product, keep = false, signal } = options;
  rmSync(directory, { recursive: true, force: true });
  const startedAtMs = Date.now();
  const bench = new FaultBench(lab, directory);
  let hasPassed = false;
  try {
    await bringTo(faultCase.startState, lab, { directory: `${directory}.start`, key: product.slice(0, 12) });
    await bench.up();
    const { findings, violations } = await examine(faultCase, bench, signal);
    hasPassed = violations.length === 0;
    return { ...(findings && { findings }), violations, tookMs: Date.now() - startedAtMs };
  } catch (error) {
    return { violations: [`it could not begin: ${describeError(error)}`], tookMs: Date.now() - startedAtMs };
  } finally {
    // What is missing of it must not hide why the case has failed.
    if (!hasPassed) await keepEvidence(bench).catch(() => undefined);
    await bench.down();
    if (hasPassed || !keep) await turnOff(lab);
    if (hasPassed) rmSync(directory, { recursive: true, force: true });
  }
}

async function turnOff(lab: Lab): Promise<void> {
  await Promise.all((await lab.machines()).map(({ name }) => lab.powerCut(name)));
}

async function examine(
  faultCase: FaultCase,
  bench: FaultBench,
  signal: AbortSignal | undefined,
): Promise<Omit<Verdict, 'tookMs'>> {
  try {
    const findings = await Promise.race([faultCase.run(bench), interruption(signal)]);
    const samples = await bench.stopSampling();
    const wanted = bench.lastWanted;
    const { nodes } = wanted.cluster.spec;
    const controlPlanes = nodes.filter(({ roles }) => roles.includes('control-plane')).map(({ name }) => name);
    const question = { bench, wanted, nodes: nodes.map(({ name }) => name), controlPlanes, samples };
    return { findings, violations: await askOracle(question) };
  } catch (error) {
    return { violations: [describeError(error)] };
  }
}

function interruption(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    const interrupt = (): void => reject(new Error('interrupted'));
    if (signal?.aborted === true) interrupt();
    signal?.addEventListener('abort', interrupt, { once: true });
  });
}

function describeError(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
