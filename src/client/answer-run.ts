import { type Client, WorkflowUpdateFailedError, WorkflowUpdateRPCTimeoutOrCancelledError } from '@temporalio/client';
import {
  abortUpdate,
  approveUpdate,
  type BranchAnswer,
  type GateAnswer,
  holdUpdate,
  installWorkflowId,
  rejectUpdate,
  releaseUpdate,
  retryUpdate,
  type RunAnswer,
  type RunStatus,
  skipUpdate,
} from '../workflows/messages';
import { AnswerRefused } from './errors';
import { explainSilence, explainUnattended } from './read-status';

/** The answers that a run takes, by name. */
export interface Answers {
  readonly approve: GateAnswer;
  readonly reject: GateAnswer;
  readonly retry: BranchAnswer;
  readonly skip: BranchAnswer;
  readonly abort: RunAnswer;
  readonly hold: RunAnswer;
  readonly release: RunAnswer;
}

const UPDATES = {
  approve: approveUpdate,
  reject: rejectUpdate,
  retry: retryUpdate,
  skip: skipUpdate,
  abort: abortUpdate,
  hold: holdUpdate,
  release: releaseUpdate,
} as const;

/** A worker that takes over from a dead one answers by then. */
const ANSWER_TIMEOUT_MS = 15_000;

/** Answers a run; its status right after. Throws AnswerRefused with the run's reason, NoWorkerAnswers, RunNotFound. */
export async function answerRun<Name extends keyof Answers>(
  client: Client,
  cluster: string,
  name: Name,
  answer: Answers[Name],
): Promise<RunStatus> {
  const handle = client.workflow.getHandle(installWorkflowId(cluster));
  try {
    return await client.withDeadline(Date.now() + ANSWER_TIMEOUT_MS, () =>
      handle.executeUpdate<RunStatus, [Answers[Name]]>(UPDATES[name].name, { args: [answer] }),
    );
  } catch (error) {
    if (error instanceof WorkflowUpdateFailedError) throw new AnswerRefused(error.cause?.message ?? error.message);
    if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) throw await explainUnattended(client);
    throw await explainSilence(client, cluster, error);
  }
}
