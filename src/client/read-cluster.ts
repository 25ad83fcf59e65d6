import { randomUUID } from 'node:crypto';
import type { Client, WorkflowHandle } from '@temporalio/client';
import { createSealKeyPair, kubeconfigPurpose, openSealed } from '../activities/seal';
import type { SealedKubeconfig } from '../activities/contract';
import type { Cluster } from '../config/cluster';
import type { ResetPlan } from '../plan/reset-plan';
import {
  type HealthInput,
  type HealthReport,
  installWorkflowId,
  type KubeconfigInput,
  type PlanInput,
  type PlanReport,
  TASK_QUEUE,
} from '../workflows/messages';
import type { ResetPlanInput } from '../workflows/messages-of-reset';
import { NoWorkerAnswers } from './errors';
import { describePollers, describeSilence } from './pollers';
import { readServiceId } from './service-id';
import type { ResetOptions } from './start-reset';
import { runFailure } from './run-failure';

/** Nodes whose diffs fit the result of one workflow. */
const DIFFS_PER_WORKFLOW = 10;
/** How long a reading workflow may find no worker before that is said. */
const WORKER_PATIENCE_MS = 10_000;
/** Between looks whether a worker has come. */
const LOOK_EVERY_MS = 2_000;

/** What an install would do now, with the file diffs of every node; nothing is changed. */
export async function planCluster(client: Client, cluster: Cluster): Promise<PlanReport> {
  const names = cluster.spec.nodes.map(({ name }) => name);
  const [first = [], ...others] = slices(names, DIFFS_PER_WORKFLOW);
  const service = await readServiceId(client);
  const run = (diff: readonly string[]): Promise<PlanReport> =>
    execute(client, 'planCluster', { cluster, diff, ...(service === undefined ? {} : { service }) });
  const report = await run(first);
  const rest = await Promise.all(others.map(run));
  return { ...report, diffs: [report, ...rest].flatMap(({ diffs }) => diffs) };
}

/** What a reset would do and destroy now; nothing is changed. */
export async function planReset(
  client: Client,
  cluster: Cluster,
  { nodes, drain = true }: ResetOptions,
): Promise<ResetPlan> {
  const service = await readServiceId(client);
  const what = { cluster, drain, ...(nodes && { nodes: nodes.toSorted() }) };
  return execute(client, 'planClusterReset', { ...what, ...(service === undefined ? {} : { service }) });
}

/** Whether the cluster is well now. */
export function checkHealth(client: Client, cluster: Cluster): Promise<HealthReport> {
  return execute(client, 'clusterHealth', { cluster });
}

/** The admin kubeconfig. What crosses Temporal is sealed to a key of this call. Secret. */
export async function fetchKubeconfig(client: Client, cluster: Cluster): Promise<string> {
  const { publicKey, privateKey } = createSealKeyPair();
  const { sealed } = await execute(client, 'fetchKubeconfig', { cluster, publicKey });
  return openSealed(sealed, privateKey, kubeconfigPurpose(cluster.metadata.name));
}

/** The workflows that only read: what they take, and what they give. */
interface ReadingWorkflows {
  readonly planCluster: readonly [PlanInput, PlanReport];
  readonly planClusterReset: readonly [ResetPlanInput, ResetPlan];
  readonly clusterHealth: readonly [HealthInput, HealthReport];
  readonly fetchKubeconfig: readonly [KubeconfigInput, SealedKubeconfig];
}

const VERBS = {
  planCluster: 'plan',
  planClusterReset: 'plan-reset',
  clusterHealth: 'health',
  fetchKubeconfig: 'kubeconfig',
} as const;

/** Runs one under an id of its own, so that it works while an install runs. Throws RunFailed, NoWorkerAnswers. */
async function execute<Type extends keyof ReadingWorkflows>(
  client: Client,
  type: Type,
  input: ReadingWorkflows[Type][0],
): Promise<ReadingWorkflows[Type][1]> {
  const { name } = input.cluster.metadata;
  const handle = await client.workflow.start(type, {
    workflowId: `${installWorkflowId(name)}/${VERBS[type]}/${randomUUID()}`,
    taskQueue: TASK_QUEUE,
    args: [input],
    staticSummary: `Read ${name}: ${VERBS[type]}`,
  });
  const unattended = watchForWorker(client, handle);
  try {
    const result = handle.result() as Promise<ReadingWorkflows[Type][1]>;
    return await Promise.race([result, unattended.failure]);
  } catch (error) {
    if (error instanceof NoWorkerAnswers) await handle.terminate('nobody ran it');
    throw runFailure(error);
  } finally {
    unattended.stop();
  }
}

/** Fails once nobody has taken up the workflow for some time; a worker that is slow is waited for. */
function watchForWorker(
  client: Client,
  handle: WorkflowHandle,
): {
  readonly failure: Promise<never>;
  readonly stop: () => void;
} {
  let timer: NodeJS.Timeout | undefined;
  const failure = new Promise<never>((_, reject) => {
    const look = async (): Promise<void> => {
      const { raw } = await handle.describe();
      const untakenSince = raw.pendingWorkflowTask?.startedTime ? undefined : raw.pendingWorkflowTask?.scheduledTime;
      const untakenMs = untakenSince ? Date.now() - Number(untakenSince.seconds) * 1000 : 0;
      if (untakenMs < WORKER_PATIENCE_MS) return;
      reject(new NoWorkerAnswers(TASK_QUEUE, describeSilence(await describePollers(client, TASK_QUEUE), Date.now())));
    };
    timer = setInterval(() => void look().catch(reject), LOOK_EVERY_MS);
  });
  failure.catch(() => undefined);
  return { failure, stop: () => clearInterval(timer) };
}

function slices<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
