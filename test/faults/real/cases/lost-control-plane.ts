import type { RunStatus } from '../../../../src';
import { pollUntil } from '../../../e2e/support/bench';
import { holdKubeadm, type Point } from '../bench/breakpoint';
import type { FaultBench } from '../bench/fault-bench';
import type { FaultCase } from '../case';

const TIMEOUT_MS = 5 * 60_000;
/** A machine that is gone for good is given up after this, not after ten minutes. */
const PATIENCE = { patience: { unreachableSeconds: 20, etcdSeconds: 30, apiServerSeconds: 60 } };

const LEARNER: Readonly<Record<string, Point>> = {
  added: { title: 'before its learner starts', printed: '[etcd] Announced new etcd member' },
  started: { title: 'while its member is a learner', written: '/etc/kubernetes/manifests/etcd.yaml' },
};
const SECOND_VOTER: Point = {
  title: 'as the second voter of two',
  printed: '[etcd] Waiting for the new etcd member',
};
const JOINERS = ['cp-2', 'cp-3'];
/** What a person removes in the end: it holds every Secret of the cluster. */
const FORGET_COPY = 'ls /var/lib/slipway/etcd-backups/* >/dev/null && rm -rf /var/lib/slipway/etcd-backups';

/** The first of two joining control planes is destroyed at the point; the other one must join, and then a replacement. */
function lostAt(id: string, point: Point, recover?: (bench: FaultBench) => Promise<void>): FaultCase {
  return {
    id: `E2-${id}`,
    fault: 'E2',
    title: `a joining control plane is destroyed for good ${point.title}${recover === undefined ? '' : '; the recovery is approved'}`,
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
      const lost = await destroyFirst(bench, point);
      const survivor = JOINERS.find((machine) => machine !== lost) ?? '';
      const lostAtMs = Date.now();
      const status = (): Promise<RunStatus> => bench.temporal.slipway.status(bench.clusterName);
      await recover?.(bench);
      await pollUntil(`${survivor} joins`, TIMEOUT_MS, status, ({ nodes }) => nodes[survivor]?.state === 'done');
      const tookMs = Date.now() - lostAtMs;
      await pollUntil(`${lost} is parked`, TIMEOUT_MS, status, ({ parked }) =>
        parked.some(({ node }) => node === lost),
      );
      // It is built anew under its old name and address, with nothing on it.
      await bench.lab.rebuild(lost);
      await bench.temporal.slipway.retry(bench.clusterName, { node: lost, who: 'test' });
      await installing;
      if (recover !== undefined) await bench.onMachine('cp-1', FORGET_COPY);
      return { points: [`${lost} ${point.title}`], recoveriesMs: [tookMs] };
    },
  };
}

/** The name of the machine that came to the point first, and has no power any more. */
async function destroyFirst({ lab }: FaultBench, point: Point): Promise<string> {
  const over = new AbortController();
  const lost = await Promise.race(
    JOINERS.map((machine) => holdKubeadm(lab, machine, point, over.signal).then(() => machine)),
  );
  over.abort();
  await lab.powerCut(lost);
  return lost;
}

async function approveRecovery({ temporal, clusterName }: FaultBench): Promise<void> {
  const isAsked = ({ gates }: RunStatus) => gates.some(({ kind }) => kind === 'recover-etcd');
  const asked = await pollUntil('the gate opens', TIMEOUT_MS, () => temporal.slipway.status(clusterName), isAsked);
  const digest = asked.gates.find(({ kind }) => kind === 'recover-etcd')?.digest ?? '';
  await temporal.slipway.approve(clusterName, { digest, who: 'test' });
}

export const lostControlPlaneCases: readonly FaultCase[] = [
  ...Object.entries(LEARNER).map(([id, point]) => lostAt(`learner-${id}`, point)),
  lostAt('second-voter', SECOND_VOTER, approveRecovery),
];
