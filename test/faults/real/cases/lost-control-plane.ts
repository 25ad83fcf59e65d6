import { pollUntil } from '../../../e2e/support/bench';
import { holdKubeadm, type Point } from '../bench/breakpoint';
import type { FaultCase } from '../case';

const TIMEOUT_MS = 5 * 60_000;
/** A machine that is gone for good is given up after this, not after ten minutes. */
const PATIENCE = { patience: { unreachableSeconds: 20, etcdSeconds: 30, apiServerSeconds: 60 } };

const LEARNER: Readonly<Record<string, Point>> = {
  added: { title: 'before its learner starts', printed: '[etcd] Announced new etcd member' },
  started: { title: 'while its member is a learner', written: '/etc/kubernetes/manifests/etcd.yaml' },
};

/** The machine that has the etcd turn is destroyed while its member does not vote; the next one must get the turn. */
const lostAsLearner = Object.entries(LEARNER).map(([id, point]): FaultCase => ({
  id: `E2-learner-${id}`,
  fault: 'E2',
  title: `a joining control plane is destroyed for good ${point.title}`,
  controlPlanes: 3,
  workers: 1,
  startState: 'initialized',
  async run(bench) {
    await bench.employ();
    const installing = bench.install(await bench.want({ spec: PATIENCE }), {
      allows: ({ parked }) => parked.every(({ node }) => node !== 'cp-1'),
      timeoutMs: TIMEOUT_MS * 3,
    });
    installing.catch(() => undefined);
    const over = new AbortController();
    const joiners = ['cp-2', 'cp-3'];
    const lost = await Promise.race(
      joiners.map((machine) => holdKubeadm(bench.lab, machine, point, over.signal).then(() => machine)),
    );
    over.abort();
    const survivor = joiners.find((machine) => machine !== lost) ?? '';
    await bench.lab.powerCut(lost);
    const lostAtMs = Date.now();
    const joined = await pollUntil(
      `${survivor} joins`,
      TIMEOUT_MS,
      () => bench.temporal.slipway.status(bench.clusterName),
      ({ nodes }) => nodes[survivor]?.state === 'done',
    );
    if (!joined.parked.some(({ node }) => node === lost)) throw new Error(`${lost} is lost and not parked`);
    const tookMs = Date.now() - lostAtMs;
    // It is built anew under its old name and address, with nothing on it.
    await bench.lab.rebuild(lost);
    await bench.temporal.slipway.retry(bench.clusterName, { node: lost, who: 'test' });
    await installing;
    return { points: [`${lost} ${point.title}`], recoveriesMs: [tookMs] };
  },
}));

export const lostControlPlaneCases: readonly FaultCase[] = lostAsLearner;
