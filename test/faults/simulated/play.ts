import type { Cluster } from '../../../src/config/cluster';
import type { InstallResult } from '../../../src/workflows/messages';
import type { Fault } from './faults';
import { judge } from './oracle';
import type { Person } from './person';
import type { Simulation } from './simulation';

/** What came of a scenario, and what it took. */
export interface Judgement {
  /** Of the simulated world, until nobody had anything more to do. */
  readonly tookMs: number;
  /** What was not as it must be; empty: all was. */
  readonly problems: readonly string[];
}

/** A loser whose workers or server were stopped meanwhile takes its time. */
const LOSER_ENDS_WITHIN_MS = 300_000;

/** Installs under faults, lets what is left over end, installs again, and judges. */
export async function installAndJudge(
  simulation: Simulation,
  { cluster, faults }: { readonly cluster: Cluster; readonly faults: readonly Fault[] },
): Promise<Judgement> {
  simulation.lay(faults);

  const { clock, people, world } = simulation;
  people[0]?.install();
  await simulation.until(() => simulation.people.every((person) => person.isDone));
  const tookMs = clock.elapsedMs;
  const complaints = [...complaintsOf(simulation.people), ...findLateLoser(simulation.people)];
  if (complaints.length > 0) return { tookMs, problems: [...complaints, ...world.journal.violations] };
  await simulation.rest();
  const again = await installAgain(simulation);
  return { tookMs, problems: [...again, ...judge(world, cluster)] };
}

/** Whoever still wants the cluster must have it, and not have had to begin again since a run gave up, but for a rival. */
export function complaintsOf(people: readonly Person[]): string[] {
  return people.flatMap(({ name, result, complaint, failures, wantsIt }) => {
    if (complaint !== undefined) return [`${name}: ${complaint}`];
    if (!wantsIt) return [];
    return [
      ...(result?.status === 'completed' ? [] : [`${name}: the install ended as ${result?.status}`]),
      ...(people.length > 1 ? [] : failures.map((failure) => `${name}: a run failed: ${failure}`)),
    ];
  });
}

/** Who has lost the nodes to another one says so soon, in place of trying on. */
export function findLateLoser([first, rival]: readonly Person[]): string[] {
  const lateMs = (first?.endedAtMs ?? 0) - (rival?.endedAtMs ?? Infinity);
  if (lateMs < LOSER_ENDS_WITHIN_MS) return [];
  return [`${first?.name}: superseded, and ended ${Math.round(lateMs / 1000)} s after ${rival?.name} had finished`];
}

/** A second install finds nothing to do, and writes nothing. */
export async function installAgain({ people, world, until }: Simulation): Promise<string[]> {
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
