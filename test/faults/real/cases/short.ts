import { findRecoveries } from '../bench/recoveries';
import type { FaultCase } from '../case';
import { cutInTurn } from './power-cut';

/** Longer ones, and such as change the node for good. */
const STRUCK = ['installKubernetes', 'initControlPlane', 'applyCni', 'labelNodes', 'smokeTest'];

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
    const installing = bench.install(await bench.want());
    const point = { title: 'between sa.key and sa.pub', written: '/etc/kubernetes/pki/sa.key' };
    const over = new AbortController();
    const endsEarly = installing.then(() => Promise.reject(new Error('the install ended before the power was cut')));
    try {
      const cut = await Promise.race([cutInTurn(bench, [{ machine: 'cp-1', point }], over.signal), endsEarly]);
      const { outcome } = await installing;
      if (outcome !== 'installed') throw new Error(`the install ended as ${outcome}`);
      const killed = findRecoveries(bench.notebook.read());
      return {
        points: [`cp-1 ${point.title}`, ...killed.map((each) => each.point)],
        recoveriesMs: [...cut, ...killed.map(({ tookMs }) => tookMs)],
      };
    } finally {
      over.abort();
    }
  },
};
