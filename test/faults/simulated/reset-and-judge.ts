import type { Cluster } from '../../../src/config/cluster';
import type { Fault } from './faults';
import { judge } from './oracle';
import { complaintsOf, findLateLoser, installAgain } from './play';
import { judgeReset } from './reset-oracle';
import { nodesOf, type ResetWish } from './reset-wish';
import type { Simulation } from './simulation';

/** What is laid while the nodes go, and not before. */
export interface TroubledReset {
  readonly cluster: Cluster;
  readonly reset: ResetWish;
  readonly faults: readonly Fault[];
}

/** Installs, resets under faults, installs again, and judges after each. Returns what is wrong, and what the reset took. */
export async function resetAndJudge(simulation: Simulation, { cluster, reset, faults }: TroubledReset) {
  const { clock, world, people } = simulation;
  const finish = async (begin: () => void): Promise<readonly string[]> => {
    begin();
    await simulation.until(() => simulation.people.every((person) => person.isDone));
    return [...complaintsOf(simulation.people), ...world.journal.violations];
  };
  const before = await finish(() => people[0]?.install());
  if (before.length > 0) return { tookMs: 0, problems: before.map((each) => `before the reset: ${each}`) };
  const begunMs = clock.elapsedMs;
  simulation.lay(faults);
  const meanwhile = await finish(() => people[0]?.reset(reset));
  const tookMs = clock.elapsedMs - begunMs;
  const problems = [...meanwhile, ...findLateLoser(simulation.people)];
  if (problems.length > 0) return { tookMs, problems };
  await simulation.rest();
  const left = judgeReset(world, nodesOf(cluster, reset), { hadRival: simulation.people.length > 1 });
  if (left.length > 0) return { tookMs, problems: left.map((each) => `after the reset: ${each}`) };
  if (reset.nodes === undefined) world.forgetClusters();
  const after = await finish(() => simulation.people.at(-1)?.install());
  if (after.length > 0) return { tookMs, problems: after.map((each) => `installed anew: ${each}`) };
  return { tookMs, problems: [...(await installAgain(simulation)), ...judge(world, cluster)] };
}
