import { createHash } from 'node:crypto';
import type { Cluster } from '../../../src/config/cluster';
import type { InstallResult } from '../../../src/workflows/messages';
import { clusterOf, type Shape } from './clusters';
import { describeFault, type Fault } from './faults';
import type { NodeProtection } from './model/world';
import { findLeaks, judge } from './oracle';
import type { Person } from './person';
import type { Point } from './points';
import { rehearse } from './rehearse';
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
}

export interface Outcome {
  readonly scenario: Scenario;
  /** Faults that the run came to, and where. */
  readonly struck: readonly { readonly fault: Fault; readonly point: Point | undefined }[];
  /** Of the simulated world, until nobody had anything more to do. */
  readonly tookMs: number;
  /** What was not as it must be; empty: all was. */
  readonly problems: readonly string[];
  readonly trace: readonly string[];
  /** SHA-256 of everything that crossed a Temporal server. */
  readonly payloadDigest: string;
}

type Judgement = Pick<Outcome, 'tookMs' | 'problems'>;

/** A loser whose workers or server were stopped meanwhile takes its time. */
const LOSER_ENDS_WITHIN_MS = 300_000;

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
  const { seed, shape, faults, materialTtlSeconds } = scenario;
  const known = clusterOf(shape, materialTtlSeconds);
  const cluster = clusterName === undefined ? known : { ...known, metadata: { name: clusterName } };
  const simulation = new Simulation({ seed, cluster, stage, faults, ...options });
  const { tookMs, problems } = await installAndJudge(simulation, cluster);
  const texts = await simulation.readTexts();
  const payloadDigest = createHash('sha256').update(texts.join('\n')).digest('hex');
  const { struck, world } = simulation;
  const leaks = findLeaks(world, texts);
  return { scenario, struck, tookMs, problems: [...problems, ...leaks], trace: world.journal.lines, payloadDigest };
}

async function installAndJudge(simulation: Simulation, cluster: Cluster): Promise<Judgement> {
  const { clock, people, world } = simulation;
  let tookMs = 0;
  try {
    people[0]?.install();
    await simulation.until(() => simulation.people.every((person) => person.isDone));
    tookMs = clock.elapsedMs;
    const complaints = [...simulation.people.flatMap(complaintsOf), ...findLateLoser(simulation.people)];
    if (complaints.length > 0) return { tookMs, problems: [...complaints, ...world.journal.violations] };
    await simulation.rest();
    const again = await installAgain(simulation);
    return { tookMs, problems: [...again, ...judge(world, cluster)] };
  } catch (error) {
    const waiting = simulation.people.map(({ name, run }) => `${name}: ${run?.closed?.status ?? 'still runs'}`);
    const stack = error instanceof Error ? error.stack : String(error);
    return { tookMs, problems: [`${stack} (${waiting.join(', ')})`, ...world.journal.violations] };
  }
}

/** Whoever still wants the cluster must have it. */
function complaintsOf({ name, result, complaint, wantsIt }: Person): string[] {
  if (complaint !== undefined) return [`${name}: ${complaint}`];
  return !wantsIt || result?.status === 'completed' ? [] : [`${name}: the install ended as ${result?.status}`];
}

/** Who has lost the nodes to another one says so soon, in place of trying on. */
function findLateLoser([first, rival]: readonly Person[]): string[] {
  const lateMs = (first?.endedAtMs ?? 0) - (rival?.endedAtMs ?? Infinity);
  if (lateMs < LOSER_ENDS_WITHIN_MS) return [];
  return [`${first?.name}: superseded, and ended ${Math.round(lateMs / 1000)} s after ${rival?.name} had finished`];
}

/** A second install finds nothing to do, and writes nothing. */
async function installAgain({ people, world, until }: Simulation): Promise<string[]> {
  const person = people.at(-1);
  const writes = world.journal.countOf('writes');
  person?.install();
  await until(() => person?.isDone === true);
  const { result, complaint } = person ?? {};
  const outcome = result?.status === 'completed' ? (result.result as InstallResult).outcome : result?.status;
  const written = world.journal.countOf('writes') - writes;
  return [
    ...(complaint === undefined ? [] : [`another install: ${complaint}`]),
    ...(outcome === 'nothing-to-do' ? [] : [`another install ended as ${outcome}`]),
    ...(written === 0 ? [] : [`another install wrote ${written} times`]),
  ];
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
