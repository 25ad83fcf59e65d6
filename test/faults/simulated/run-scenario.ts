import { createHash } from 'node:crypto';
import { clusterOf, type Shape } from './clusters';
import { describeFault, type Fault } from './faults';
import type { NodeProtection } from './model/world';
import { findLeaks } from './oracle';
import { installAndJudge, type Judgement } from './play';
import type { Point } from './points';
import { rehearse } from './rehearse';
import { resetAndJudge } from './reset-and-judge';
import type { ResetWish } from './reset-wish';
import { Simulation, type SimulationOptions } from './simulation';
import type { Stage } from './stage';
import { VirtualStage } from './temporal/virtual-stage';
import { inVirtualTime } from './temporal/virtual-time';
import type { WorkflowHost } from './temporal/workflow-host';

/** A cluster to be installed, and what goes wrong meanwhile. */
export interface Scenario {
  /** How long things take, and who is first: everything that is not said here. */
  readonly seed: number;
  readonly shape: Shape;
  readonly faults: readonly Fault[];
  /** Everything up to kubeadm is on the machines already: what fails later fails in a fraction of the time. */
  readonly isPrepared?: true;
  /** Life of the join material, where it is shorter than by default. */
  readonly materialTtlSeconds?: number;
  /** What is taken out of the installed cluster; the faults strike then, and it is installed once more afterwards. */
  readonly reset?: ResetWish;
}

export interface Outcome extends Judgement {
  readonly scenario: Scenario;
  /** Faults that the run came to, and where. */
  readonly struck: readonly { readonly fault: Fault; readonly point: Point | undefined }[];
  readonly trace: readonly string[];
  /** SHA-256 of everything that crossed a Temporal server. */
  readonly payloadDigest: string;
}

/** Installs, lets what is left over end, installs again, and judges. Resolves whatever came of it. */
export async function runScenario(
  scenario: Scenario,
  host: WorkflowHost,
  broken: readonly NodeProtection[] = [],
): Promise<Outcome> {
  const { shape, isPrepared = false } = scenario;
  const { resources } = await rehearse(shape, isPrepared, host);
  const stage = new VirtualStage(scenario.seed, host);
  return inVirtualTime(stage.clock, () => playScenario(scenario, stage, { broken, ...(isPrepared && { resources }) }));
}

/** The same on any stage. */
export async function playScenario(
  scenario: Scenario,
  stage: Stage,
  { clusterName, ...options }: Pick<SimulationOptions, 'broken' | 'resources'> & { readonly clusterName?: string },
): Promise<Outcome> {
  const { seed, shape, faults, reset, materialTtlSeconds } = scenario;
  const known = clusterOf(shape, materialTtlSeconds);
  const cluster = clusterName === undefined ? known : { ...known, metadata: { name: clusterName } };
  const simulation = new Simulation({ seed, cluster, stage, ...options });
  const { tookMs, problems } = await judgeOrTell(simulation, () =>
    reset === undefined
      ? installAndJudge(simulation, { cluster, faults })
      : resetAndJudge(simulation, { cluster, faults, reset }),
  );
  const texts = await simulation.readTexts();
  const payloadDigest = createHash('sha256').update(texts.join('\n')).digest('hex');
  const { struck, world } = simulation;
  const leaks = findLeaks(world, texts);
  return { scenario, struck, tookMs, problems: [...problems, ...leaks], trace: world.journal.lines, payloadDigest };
}

/** What kept a scenario from its end is a problem as well. */
async function judgeOrTell(simulation: Simulation, play: () => Promise<Judgement>): Promise<Judgement> {
  try {
    return await play();
  } catch (error) {
    const waiting = simulation.people.map(({ name, run }) => `${name}: ${run?.closed?.status ?? 'still runs'}`);
    const stack = error instanceof Error ? error.stack : String(error);
    const { violations } = simulation.world.journal;
    return { tookMs: 0, problems: [`${stack} (${waiting.join(', ')})`, ...violations] };
  }
}

/** An outcome for whoever is to find out why: the faults, what is wrong, and the last lines of what happened. */
export function describeOutcome({ scenario, problems, trace }: Outcome, lines = 200): string {
  return [
    `seed ${scenario.seed}: ${JSON.stringify(scenario)}`,
    ...scenario.faults.map((fault) => `  fault ${describeFault(fault)}`),
    ...problems.map((problem) => `  PROBLEM: ${problem}`),
    ...(trace.length > lines ? [`  … ${trace.length - lines} lines more`] : []),
    ...trace.slice(Math.max(0, trace.length - lines)).map((line) => `  ${line}`),
  ].join('\n');
}
