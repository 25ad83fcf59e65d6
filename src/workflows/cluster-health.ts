import { CancellationScope, isCancellation } from '@temporalio/workflow';
import { controlPlanes } from '../config/nodes';
import { awaitNodesReady, checkEtcd } from './cluster-checks';
import { failureCause } from './failure-cause';
import type { HealthInput, HealthReport } from './messages';

/** What is not well by then is reported, not waited for. */
const LOOK_LIMIT = '30s';

/** Whether the cluster is well now, and what is not. Reads only; runs beside anything. */
export async function clusterHealth({ cluster }: HealthInput): Promise<HealthReport> {
  const [through] = controlPlanes(cluster);
  const [etcd, nodes] = await Promise.all([
    reported(() => checkEtcd(cluster)),
    reported(() => awaitNodesReady(cluster, through?.name ?? '')),
  ]);
  const problems = [
    ...(etcd.problem === undefined ? (etcd.value?.problems ?? []) : [`etcd: ${etcd.problem}`]),
    ...(nodes.problem === undefined ? [] : [`nodes: ${nodes.problem}`]),
  ];
  return {
    healthy: problems.length === 0 && etcd.value?.healthy === true,
    ...(etcd.value === undefined ? {} : { etcd: etcd.value }),
    ...(nodes.value === undefined ? {} : { nodes: nodes.value }),
    problems,
  };
}

async function reported<T>(look: () => Promise<T>): Promise<{ readonly value?: T; readonly problem?: string }> {
  try {
    return { value: await CancellationScope.withTimeout(LOOK_LIMIT, look) };
  } catch (error) {
    return { problem: isCancellation(error) ? `no answer within ${LOOK_LIMIT}` : failureCause(error).cause };
  }
}
