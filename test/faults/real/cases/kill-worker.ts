import { findRecoveries } from '../bench/recoveries';
import type { FaultBench } from '../bench/fault-bench';
import type { FaultCase, Findings } from '../case';
import type { Moment } from '../worker/order';

/** What each does at least: were there fewer strikes, some were missed. */
const LEAST_STRIKES = { install: 50, add: 25, reset: 8 };

const MOMENTS = {
  W1: { moment: 'before', title: 'at the start of each activity' },
  W2: { moment: 'after', title: 'after each activity has had its effect' },
} as const satisfies Partial<Record<FaultCase['fault'], { moment: Moment; title: string }>>;

/** One install in which a worker dies in every activity, once. */
function killThroughInstall(fault: 'W1' | 'W2'): FaultCase {
  const { moment, title } = MOMENTS[fault];
  return {
    id: `${fault}-install`,
    fault,
    title: `an install of 3 + 2, a worker killed ${title}`,
    controlPlanes: 3,
    workers: 2,
    startState: 'fresh',
    async run(bench) {
      await bench.employ({ moment });
      const { outcome } = await bench.install(await bench.want(), { timeoutMs: 40 * 60_000 });
      if (outcome !== 'installed') throw new Error(`the install ended as ${outcome}`);
      return strikesOf(bench, LEAST_STRIKES.install);
    },
  };
}

/** A cluster of one grows, and a worker dies in every activity of that, once. */
function killThroughGrowth(fault: 'W1' | 'W2'): FaultCase {
  const { moment, title } = MOMENTS[fault];
  return {
    id: `${fault}-add`,
    fault,
    title: `two control planes and a worker added to a cluster of one, a worker process killed ${title}`,
    controlPlanes: 3,
    workers: 1,
    startState: 'prepared',
    async run(bench) {
      await bench.employ();
      // The endpoint of a live cluster cannot be changed.
      await bench.install(await bench.want({ nodes: ['cp-1'], loadBalancer: 'keepalived-haproxy' }));
      await bench.employ({ moment });
      const { outcome } = await bench.install(await bench.want(), { timeoutMs: 30 * 60_000 });
      if (outcome !== 'installed') throw new Error(`the install ended as ${outcome}`);
      return strikesOf(bench, LEAST_STRIKES.add);
    },
  };
}

/** A control plane and a worker leave a cluster, a worker process dies in every activity of that; then they join again. */
function killThroughReset(fault: 'W1' | 'W2'): FaultCase {
  const { moment, title } = MOMENTS[fault];
  return {
    id: `${fault}-reset`,
    fault,
    title: `a control plane of three and a worker reset, a worker process killed ${title}, and then installed again`,
    controlPlanes: 3,
    workers: 1,
    startState: 'prepared',
    async run(bench) {
      await bench.employ();
      const wanted = await bench.want();
      await bench.install(wanted);
      const reset = await bench.planReset(wanted, ['cp-3', 'worker-1']);
      await bench.employ({ moment });
      await reset();
      await bench.employ();
      await bench.install(wanted);
      return strikesOf(bench, LEAST_STRIKES.reset);
    },
  };
}

function strikesOf({ notebook }: FaultBench, least: number): Findings {
  const recoveries = findRecoveries(notebook.read());
  if (recoveries.length < least) throw new Error(`only ${recoveries.length} activities were struck`);
  return { points: recoveries.map(({ point }) => point), recoveriesMs: recoveries.map(({ tookMs }) => tookMs) };
}

export const killWorkerCases: readonly FaultCase[] = [
  killThroughInstall('W1'),
  killThroughInstall('W2'),
  killThroughGrowth('W1'),
  killThroughGrowth('W2'),
  killThroughReset('W1'),
  killThroughReset('W2'),
];
