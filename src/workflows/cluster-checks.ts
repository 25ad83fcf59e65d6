import type { EtcdHealth, ReadyReport } from '../activities/contract';
import type { Cluster } from '../config/cluster';
import { controlPlanes, kubernetesNodes } from '../config/nodes';
import { scopeCluster } from '../config/scope-cluster';
import { branchFailure } from './failure-cause';
import { perform, type Perform } from './perform';
import type { Run } from './run';
import { WAITING_STATES } from './waiting-states';

/** Between the first looks at etcd, which mostly needs a moment. */
const FIRST_PAUSE_MS = 2_000;
/** Pauses double up to this: each look is an activity in the history. */
const LONGEST_PAUSE_MS = 30_000;

/** etcd as the control planes see it now, asked through the one that is named first. */
export function checkEtcd(
  cluster: Cluster,
  preferred: readonly string[] = [],
  call: Perform = perform,
): Promise<EtcdHealth> {
  const names = new Set([...preferred, ...controlPlanes(cluster).map(({ name }) => name)]);
  const [through = ''] = names;
  return call('etcdHealth', { cluster: scopeCluster(cluster), controlPlanes: [...names] }, { through, about: 'etcd' });
}

/**
 * Throws `EtcdUnhealthy` when etcd is not healthy within `spec.patience.etcdSeconds`; time in which the run was held
 * does not count.
 */
export async function awaitEtcdHealth(run: Run, cluster: Cluster, preferred: readonly string[]): Promise<EtcdHealth> {
  const beganMs = Date.now();
  const { onFailure } = cluster.spec.policies;
  const outcome = onFailure === 'fail' ? 'the run fails' : 'it parks';
  let atMs = beganMs + cluster.spec.patience.etcdSeconds * 1000;
  let endWait: (() => void) | undefined;
  try {
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      atMs += await run.edge();
      const health = await checkEtcd(cluster, preferred, run.perform);
      if (health.healthy) return health;
      const problems = health.problems.join('; ');
      if (Date.now() + pauseMs > atMs) throw etcdUnhealthy(problems);
      endWait?.();
      const text = `etcd is not healthy yet: ${problems}`.slice(0, 400);
      endWait = run.board.beginWait({ state: 'etcdHealth', text, deadline: { atMs, outcome }, sinceMs: beganMs });
      await WAITING_STATES.etcdHealth.pause(pauseMs, `etcd: ${problems}`);
    }
  } finally {
    endWait?.();
  }
}

function etcdUnhealthy(problems: string): Error {
  return branchFailure({
    type: 'EtcdUnhealthy',
    cause: `etcd is not healthy: ${problems}`,
    fix: 'Look at the members named (crictl logs of etcd on their nodes) and mend them.',
  });
}

/** Throws `NodesNotReady`, naming them, where the activity's patience ended before all were Ready. */
export async function awaitNodesReady(
  cluster: Cluster,
  through: string,
  call: Perform = perform,
): Promise<ReadyReport> {
  const nodes = kubernetesNodes(cluster).map(({ name }) => name);
  const report = await call(
    'waitNodesReady',
    { cluster: scopeCluster(cluster, through), controlPlane: through, nodes },
    { through, about: `${nodes.length} nodes` },
  );
  const waiting = report.nodes.filter(({ ready }) => !ready);
  if (waiting.length === 0) return report;
  throw branchFailure({
    type: 'NodesNotReady',
    cause: `not Ready: ${waiting.map(({ name, reason }) => `${name} (${reason ?? 'no reason given'})`).join(', ')}`,
    fix: 'Look at the kubelet of these nodes: journalctl -u kubelet.',
  });
}
