import { type Client, WorkflowExecutionAlreadyStartedError, WorkflowUpdateFailedError } from '@temporalio/client';
import type { Cluster } from '../config/cluster';
import {
  type InstallInput,
  installWorkflowId,
  type JoinRun,
  joinRunUpdate,
  SEARCH_ATTRIBUTES,
  TASK_QUEUE,
} from '../workflows/messages';
import { AnswerRefused } from './errors';
import { readServiceId } from './service-id';
import { ensureSearchAttributes } from './search-attributes';

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
  /** A run that does the same was open already: this is that one. */
  readonly joined: boolean;
};

/** An operation on a cluster that is to be started. */
export interface WantedRun {
  readonly cluster: Cluster;
  readonly workflowType: 'installCluster' | 'resetCluster';
  /** The workflow's argument, but for what is found out at the start. */
  readonly input: InstallInput;
  /** What an open run must be doing to be joined instead. */
  readonly joining: JoinRun;
  readonly summary: string;
  readonly details: string;
}

/** A namespace learns of new search attributes within seconds. */
const ATTRIBUTES_TAKE_MS = 5_000;
/** Between looks whether the namespace has learnt them. */
const RETRY_PAUSE_MS = 500;

/**
 * Starts an operation on a cluster, or joins the open run that does the same.
 * Throws AnswerRefused when an open run of the cluster does something else.
 */
export async function startRun(client: Client, wanted: WantedRun): Promise<StartedRun> {
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

async function startOnce(client: Client, wanted: WantedRun, workflowId: string): Promise<string> {
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
  { cluster, workflowType, input, summary, details }: WantedRun,
  workflowId: string,
  searchAttributes: boolean,
): Promise<string> {
  const service = await readServiceId(client);
  const handle = await client.workflow.start(workflowType, {
    workflowId,
    taskQueue: TASK_QUEUE,
    args: [{ ...input, searchAttributes, ...(service === undefined ? {} : { service }) }],
    workflowIdConflictPolicy: 'FAIL',
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    staticSummary: summary,
    staticDetails: details,
    memo: { clusterDigest: input.clusterDigest },
    ...(searchAttributes
      ? {
          typedSearchAttributes: [
            { key: SEARCH_ATTRIBUTES.cluster, value: cluster.metadata.name },
            { key: SEARCH_ATTRIBUTES.phase, value: 'facts' },
            { key: SEARCH_ATTRIBUTES.health, value: 'working' },
          ],
        }
      : {}),
  });
  return handle.firstExecutionRunId;
}

async function joinRun(client: Client, workflowId: string, { joining }: WantedRun): Promise<string> {
  const handle = client.workflow.getHandle(workflowId);
  const { runId } = await handle.describe();
  try {
    await handle.executeUpdate(joinRunUpdate, { args: [joining] });
    return runId;
  } catch (error) {
    if (error instanceof WorkflowUpdateFailedError) throw new AnswerRefused(error.cause?.message ?? error.message);
    throw error;
  }
}

function isAboutSearchAttributes(error: unknown): boolean {
  return /search attribute/i.test(`${String(error)} ${error instanceof Error ? String(error.cause) : ''}`);
}
