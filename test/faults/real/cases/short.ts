import { findRecoveries } from '../bench/recoveries';
import type { FaultCase } from '../case';
import { cutDuring, describeStrike, type Strike } from './power-cut';

/** Longer ones, and such as change the node for good. */
const STRUCK = ['installKubernetes', 'initControlPlane', 'applyCni', 'labelNodes', 'smokeTest'];

const STRIKE: Strike = {
  machine: 'cp-1',
  point: { title: 'between sa.key and sa.pub', written: '/etc/kubernetes/pki/sa.key' },
};

/** What `npm test` runs of this suite: a machine that loses power in init, and workers that die after what they did. */
export const shortCase: FaultCase = {
  id: 'H1-short',
  fault: 'H1',
  title: `an install of one node that loses power between sa.key and sa.pub, a worker killed after ${STRUCK.join(', ')}`,
  controlPlanes: 1,
  workers: 0,
  startState: 'fresh',
  async run(bench) {
    await bench.employ({ moment: 'after', activities: STRUCK });
    const wanted = await bench.want();
    const { outcome, recoveriesMs } = await cutDuring(bench, [STRIKE], () => bench.install(wanted));
    if (outcome !== 'installed') throw new Error(`the install ended as ${outcome}`);
    const killed = findRecoveries(bench.notebook.read());
    return {
      points: [describeStrike(STRIKE), ...killed.map((each) => each.point)],
      recoveriesMs: [...recoveriesMs, ...killed.map(({ tookMs }) => tookMs)],
    };
  },
};
