import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { type WorkflowHandleWithFirstExecutionRunId, WorkflowUpdateFailedError } from '@temporalio/client';
import type { WorkerOptions } from '@temporalio/worker';
import type { Cluster } from '../../src/config/cluster';
import { clusterDigest } from '../../src/config/digest';
import type { installCluster, resetCluster } from '../../src/workflows';
import { installWorkflowId, type RunStatus, statusQuery } from '../../src/workflows/messages';
import type { ResetInput } from '../../src/workflows/messages-of-reset';
import type { FakeActivities } from './activities';
import { haCluster } from './clusters';
import { createTestWorker } from './temporal';

export type InstallHandle = WorkflowHandleWithFirstExecutionRunId<typeof installCluster>;

/** The HA cluster of the tests under a name of its own, so that many fit one server. */
export function namedCluster(name: string, spec: Parameters<typeof haCluster>[0] = {}): Cluster {
  return { ...haCluster(spec), metadata: { name } };
}

/** Runs `test` while a worker with the fakes polls a task queue of the cluster's own. */
export async function withWorker<T>(
  env: TestWorkflowEnvironment,
  cluster: Cluster,
  fakes: FakeActivities,
  test: (install: () => Promise<InstallHandle>) => Promise<T>,
  options: Partial<WorkerOptions> = {},
): Promise<T> {
  const worker = await createTestWorker(env, {
    taskQueue: queueOf(cluster),
    activities: fakes.asActivities(),
    ...options,
  });
  return worker.runUntil(() => test(() => startInstall(env, cluster)));
}

export function startInstall(env: TestWorkflowEnvironment, cluster: Cluster): Promise<InstallHandle> {
  return env.client.workflow.start<typeof installCluster>('installCluster', {
    workflowId: installWorkflowId(cluster.metadata.name),
    taskQueue: queueOf(cluster),
    args: [{ cluster, clusterDigest: clusterDigest(cluster), searchAttributes: true }],
  });
}

export type ResetHandle = WorkflowHandleWithFirstExecutionRunId<typeof resetCluster>;

/** Starts a reset of the whole cluster, or of what `wish` names. */
export function startReset(
  env: TestWorkflowEnvironment,
  cluster: Cluster,
  wish: Partial<Pick<ResetInput, 'nodes' | 'drain' | 'approval'>> = {},
): Promise<ResetHandle> {
  return env.client.workflow.start<typeof resetCluster>('resetCluster', {
    workflowId: installWorkflowId(cluster.metadata.name),
    taskQueue: queueOf(cluster),
    args: [{ cluster, clusterDigest: clusterDigest(cluster), searchAttributes: true, drain: true, ...wish }],
  });
}

export function queueOf(cluster: Cluster): string {
  return `queue-${cluster.metadata.name}`;
}

/** The first status for which `holds` is true. Throws with the last status after `timeoutMs`. */
export async function waitForStatus(
  handle: InstallHandle | ResetHandle,
  holds: (status: RunStatus) => boolean,
  timeoutMs = 60_000,
): Promise<RunStatus> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const status = await handle.query(statusQuery);
    if (holds(status)) return status;
    if (performance.now() > deadline) throw new Error(`never came to be: ${JSON.stringify(status, null, 1)}`);
    await pause(50);
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** What an update was refused with. Throws when it was not, or failed in another way. */
export async function refusalOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof WorkflowUpdateFailedError) return error.cause?.message ?? '';
  throw new Error(`not refused: ${String(error)}`);
}
