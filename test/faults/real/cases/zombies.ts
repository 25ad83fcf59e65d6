import { findRecoveries } from '../bench/recoveries';
import type { FaultCase } from '../case';

/** Whose work goes on detached on the node, or takes long enough to be frozen in the middle of. */
const LONG = [
  'prepareNode',
  'installRuntime',
  'installKubernetes',
  'pullImages',
  'initControlPlane',
  'prepareControlPlaneJoin',
  'joinEtcdMember',
  'finishControlPlaneJoin',
  'joinWorker',
  'smokeTest',
];
const LEAST_STRIKES = 6;

export const zombieCases: readonly FaultCase[] = [
  {
    id: 'W4-install',
    fault: 'W4',
    title: 'an install of 3 + 1, a worker frozen for 16 s in each of its long activities, which then goes on',
    controlPlanes: 3,
    workers: 1,
    startState: 'fresh',
    async run(bench) {
      await bench.employ({ moment: 'within', activities: LONG }, 4);
      const { outcome } = await bench.install(await bench.want());
      if (outcome !== 'installed') throw new Error(`the install ended as ${outcome}`);
      const recoveries = findRecoveries(bench.notebook.read());
      if (recoveries.length < LEAST_STRIKES) throw new Error(`only ${recoveries.length} activities were struck`);
      return { points: recoveries.map(({ point }) => point), recoveriesMs: recoveries.map(({ tookMs }) => tookMs) };
    },
  },
];
