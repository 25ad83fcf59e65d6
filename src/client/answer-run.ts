import { type Client, WorkflowUpdateFailedError, WorkflowUpdateRPCTimeoutOrCancelledError } from '@temporalio/client';
import {
  type AbortAnswer,
  abortUpdate,
  approveUpdate,
  type BranchAnswer,
  type GateAnswer,
  installWorkflowId,
  rejectUpdate,
  retryUpdate,
  type RunStatus,
  skipUpdate,
  TASK_QUEUE,
} from '../workflows/messages';
import { AnswerRefused, NoWorkerAnswers } from './errors';
import { describePollers, describeSilence } from './pollers';
import { explainSilence } from './read-status';

/** The answers that a run takes, by name. */
export interface Answers {
  readonly approve: GateAnswer;
  readonly reject: GateAnswer;
  readonly retry: BranchAnswer;
  readonly skip: BranchAnswer;
  readonly abort: AbortAnswer;
}

const UPDATES = {
  approve: approveUpdate,
  reject: rejectUpdate,
  retry: retryUpdate,
  skip: skipUpdate,
  abort: abortUpdate,
} as const;

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
    if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError)
      throw new NoWorkerAnswers(TASK_QUEUE, describeSilence(await describePollers(client, TASK_QUEUE), Date.now()));
    throw await explainSilence(client, cluster, error);
  }
}
