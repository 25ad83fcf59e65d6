import { type Client, QueryNotRegisteredError, WorkflowNotFoundError } from '@temporalio/client';
import { installWorkflowId, type RunStatus, statusQuery, TASK_QUEUE } from '../workflows/messages';
import { NoWorkerAnswers, RunNotFound, TemporalAway } from './errors';
import { GRPC, grpcCodeOf, isServiceAway } from './grpc-code';
import { describePollers, describeSilence } from './pollers';

/** A worker that works answers at once; one that does not is silent. */
const QUERY_TIMEOUT_MS = 3_000;
/** A precondition fails where there is no poller. */
const SILENCE_CODES: readonly number[] = [GRPC.cancelled, GRPC.deadlineExceeded, GRPC.failedPrecondition];

/**
 * What the run shows now, or showed at its end. Throws NoWorkerAnswers when nobody can answer for it, TemporalAway,
 * RunNotFound.
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
  if (isServiceAway(error)) return new TemporalAway(error);
  if (!isSilence(error)) return error;
  return explainUnattended(client).catch((reason: unknown) =>
    isServiceAway(reason) ? new TemporalAway(reason) : reason,
  );
}

/** The error for a run that nobody runs. */
export async function explainUnattended(client: Client): Promise<NoWorkerAnswers> {
  const why = describeSilence(await describePollers(client, TASK_QUEUE), Date.now());
  return new NoWorkerAnswers(TASK_QUEUE, `${why}; the run waits for one without a deadline`);
}

function isSilence(error: unknown): boolean {
  const code = grpcCodeOf(error);
  return error instanceof QueryNotRegisteredError || (code !== undefined && SILENCE_CODES.includes(code));
}
