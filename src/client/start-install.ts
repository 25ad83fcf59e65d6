import { type Client, WorkflowExecutionAlreadyStartedError, WorkflowUpdateFailedError } from '@temporalio/client';
import type { Cluster } from '../config/cluster';
import {
  type InstallInput,
  installWorkflowId,
  joinRunUpdate,
  SEARCH_ATTRIBUTES,
  TASK_QUEUE,
} from '../workflows/messages';
import type { InstallResult } from '../workflows/messages';
import { AnswerRefused } from './errors';
import { readServiceId } from './service-id';
import { ensureSearchAttributes } from './search-attributes';

type InstallCluster = (input: InstallInput) => Promise<InstallResult>;

/** A cluster file that was read, as `parseCluster` gives it. */
export interface WantedCluster {
  readonly cluster: Cluster;
  readonly digest: string;
}

export interface RunReference {
  readonly cluster: string;
  readonly workflowId: string;
  readonly runId: string;
}

export type StartedRun = RunReference & {
  /** A run of the same file was open already: this is that one. */
  readonly joined: boolean;
};

/** A namespace learns of new search attributes within seconds. */
const ATTRIBUTES_TAKE_MS = 5_000;
/** Between looks whether the namespace has learnt them. */
const RETRY_PAUSE_MS = 500;

/**
 * Starts the install of a cluster, or joins the one that runs for the same file.
 * Throws AnswerRefused when the cluster is being installed from another file.
 */
export async function startInstall(client: Client, wanted: WantedCluster): Promise<StartedRun> {
  const cluster = wanted.cluster.metadata.name;
  const workflowId = installWorkflowId(cluster);
  try {
    const runId = await startOnce(client, wanted, workflowId);
    return { cluster, workflowId, runId, joined: false };
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    return { cluster, workflowId, runId: await joinRun(client, workflowId, wanted), joined: true };
  }
}

async function startOnce(client: Client, wanted: WantedCluster, workflowId: string): Promise<string> {
  const deadlineMs = Date.now() + ATTRIBUTES_TAKE_MS;
  for (let searchAttributes = await ensureSearchAttributes(client); ;) {
    try {
      return await start(client, wanted, workflowId, searchAttributes);
    } catch (error) {
      if (!searchAttributes || !isAboutSearchAttributes(error)) throw error;
      if (Date.now() > deadlineMs) searchAttributes = false;
      else await new Promise((resolve) => setTimeout(resolve, RETRY_PAUSE_MS));
    }
  }
}

async function start(
  client: Client,
  { cluster, digest }: WantedCluster,
  workflowId: string,
  searchAttributes: boolean,
): Promise<string> {
  const { name } = cluster.metadata;
  const service = await readServiceId(client);
  const handle = await client.workflow.start<InstallCluster>('installCluster', {
    workflowId,
    taskQueue: TASK_QUEUE,
    args: [{ cluster, clusterDigest: digest, searchAttributes, ...(service === undefined ? {} : { service }) }],
    workflowIdConflictPolicy: 'FAIL',
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    staticSummary: summarize(cluster),
    staticDetails: `Cluster file digest \`${digest}\`. Nodes: ${cluster.spec.nodes.length}.`,
    memo: { clusterDigest: digest },
    ...(searchAttributes
      ? {
          typedSearchAttributes: [
            { key: SEARCH_ATTRIBUTES.cluster, value: name },
            { key: SEARCH_ATTRIBUTES.phase, value: 'facts' },
            { key: SEARCH_ATTRIBUTES.health, value: 'working' },
          ],
        }
      : {}),
  });
  return handle.firstExecutionRunId;
}

function summarize({ metadata, spec }: Cluster): string {
  const controlPlanes = spec.nodes.filter(({ roles }) => roles.includes('control-plane')).length;
  const workers = spec.nodes.length - controlPlanes;
  return `Install ${metadata.name}: Kubernetes ${spec.kubernetes.version}, ${controlPlanes} control plane(s), ${workers} worker(s)`;
}

async function joinRun(client: Client, workflowId: string, { digest }: WantedCluster): Promise<string> {
  const handle = client.workflow.getHandle(workflowId);
  const { runId } = await handle.describe();
  try {
    await handle.executeUpdate(joinRunUpdate, { args: [{ clusterDigest: digest }] });
    return runId;
  } catch (error) {
    if (error instanceof WorkflowUpdateFailedError) throw new AnswerRefused(error.cause?.message ?? error.message);
    throw error;
  }
}

function isAboutSearchAttributes(error: unknown): boolean {
  return /search attribute/i.test(`${String(error)} ${error instanceof Error ? String(error.cause) : ''}`);
}
