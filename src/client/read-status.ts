import { type Client, isGrpcServiceError, QueryNotRegisteredError, WorkflowNotFoundError } from '@temporalio/client';
import { installWorkflowId, type RunStatus, statusQuery, TASK_QUEUE } from '../workflows/messages';
import { NoWorkerAnswers, RunNotFound } from './errors';
import { describePollers, describeSilence } from './pollers';

/** A worker that works answers at once; one that does not is silent. */
const QUERY_TIMEOUT_MS = 3_000;
/** grpc: DEADLINE_EXCEEDED, FAILED_PRECONDITION (no poller), CANCELLED, UNAVAILABLE. */
const SILENCE_CODES: readonly number[] = [4, 9, 1, 14];

/**
 * What the run shows now, or showed at its end. Throws NoWorkerAnswers when nobody can answer for it, RunNotFound.
 */
export async function readStatus(client: Client, cluster: string, runId?: string): Promise<RunStatus> {
  const handle = client.workflow.getHandle(installWorkflowId(cluster), runId);
  try {
    return await client.withDeadline(Date.now() + QUERY_TIMEOUT_MS, () => handle.query(statusQuery));
  } catch (error) {
    throw await explainSilence(client, cluster, error);
  }
}

/** The error that tells a person why a run did not answer. */
export async function explainSilence(client: Client, cluster: string, error: unknown): Promise<unknown> {
  if (error instanceof WorkflowNotFoundError) return new RunNotFound(cluster, error);
  return isSilence(error) ? explainUnattended(client) : error;
}

/** The error for a run that nobody runs. */
export async function explainUnattended(client: Client): Promise<NoWorkerAnswers> {
  const why = describeSilence(await describePollers(client, TASK_QUEUE), Date.now());
  return new NoWorkerAnswers(TASK_QUEUE, `${why}; the run waits for one without a deadline`);
}

function isSilence(error: unknown): boolean {
  if (error instanceof QueryNotRegisteredError) return true;
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause)
    if (isGrpcServiceError(cause)) return SILENCE_CODES.includes(cause.code);
  return false;
}
