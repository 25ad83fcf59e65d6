import type { RunStatus, SlipwayActivities } from '../../../../src';
import { pollUntil } from '../../../e2e/support/bench';
import type { FaultBench } from '../bench/fault-bench';
import { findRecoveries } from '../bench/recoveries';
import { runToItsEnd } from '../bench/run-to-its-end';
import type { FaultCase, Findings } from '../case';

type Activity = keyof SlipwayActivities;

/** Whose work goes on detached on the node, or takes long enough to be frozen in the middle of. */
const LONG: readonly Activity[] = [
  'prepareNode',
  'installRuntime',
  'installLoadBalancer',
  'installKubernetes',
  'pullImages',
  'initControlPlane',
  'prepareControlPlaneJoin',
  'joinEtcdMember',
  'finishControlPlaneJoin',
  'joinWorker',
  'smokeTest',
];
const LONG_OF_RESET: readonly Activity[] = ['resetNode'];
const WORKERS = 4;
const TIMEOUT_MS = 5 * 60_000;
/** What is left of a cluster that died half-way. */
const PLANT = `
mkdir -p /etc/kubernetes/manifests /etc/kubernetes/pki /var/lib/etcd/member/snap
echo 'kind: Pod' >/etc/kubernetes/manifests/etcd.yaml
for file in ca.crt ca.key; do printf -- '-----BEGIN X-----\\nb2xk\\n-----END X-----\\n' >/etc/kubernetes/pki/$file; done
echo 'kind: Config' >/etc/kubernetes/admin.conf
head -c 4096 /dev/urandom >/var/lib/etcd/member/snap/db`;

const install: FaultCase = {
  id: 'W4-every-operation',
  fault: 'W4',
  title: `an install of 3 + 1, a worker frozen for 16 s in ${LONG.join(', ')}, on every node, which then goes on`,
  controlPlanes: 3,
  workers: 1,
  startState: 'fresh',
  async run(bench) {
    await bench.employ({ moment: 'within', activities: LONG }, WORKERS);
    const { outcome } = await bench.install(await bench.want(), { timeoutMs: 30 * 60_000 });
    if (outcome !== 'installed') throw new Error(`the install ended as ${outcome}`);
    return strikesOf(bench, LONG);
  },
};

const reset: FaultCase = {
  id: 'W4-reset',
  fault: 'W4',
  title: `a control plane of three and a worker reset, a worker process frozen for 16 s in ${LONG_OF_RESET.join(', ')}, which then goes on; then installed again`,
  controlPlanes: 3,
  workers: 1,
  startState: 'prepared',
  async run(bench) {
    await bench.employ();
    const wanted = await bench.want();
    await bench.install(wanted);
    const goAhead = await bench.planReset(wanted, ['cp-3', 'worker-1']);
    await bench.employ({ moment: 'within', activities: LONG_OF_RESET }, WORKERS);
    await goAhead();
    await bench.employ();
    await bench.install(wanted);
    return strikesOf(bench, LONG_OF_RESET);
  },
};

const wipe: FaultCase = {
  id: 'W4-wipe',
  fault: 'W4',
  title:
    'an install of one node that an earlier cluster has left things on, a worker frozen for 16 s in wipeNode, once that is approved, which then goes on',
  controlPlanes: 1,
  workers: 0,
  startState: 'prepared',
  async run(bench) {
    await bench.onMachine('cp-1', PLANT);
    await bench.employ({ moment: 'within', activities: ['wipeNode'] }, WORKERS);
    const wanted = await bench.want();
    const { slipway } = bench.temporal;
    await slipway.install(wanted);
    const isAsked = ({ gates }: RunStatus) => gates.some(({ kind }) => kind === 'wipe');
    const { gates } = await pollUntil('the gate opens', TIMEOUT_MS, () => slipway.status(bench.clusterName), isAsked);
    await slipway.approve(bench.clusterName, { digest: gates[0]?.digest ?? '', who: 'test' });
    const { outcome } = await runToItsEnd(slipway, bench.clusterName);
    if (outcome !== 'installed') throw new Error(`the install ended as ${outcome}`);
    return strikesOf(bench, ['wipeNode']);
  },
};

/** Throws unless a worker was frozen in each of the activities. */
function strikesOf({ notebook }: FaultBench, activities: readonly Activity[]): Findings {
  const recoveries = findRecoveries(notebook.read());
  const missed = activities.filter((activity) => !recoveries.some(({ point }) => point.startsWith(`${activity} `)));
  if (missed.length > 0) throw new Error(`no worker was frozen in ${missed.join(', ')}`);
  return { points: recoveries.map(({ point }) => point), recoveriesMs: recoveries.map(({ tookMs }) => tookMs) };
}

export const zombieCases: readonly FaultCase[] = [install, reset, wipe];
