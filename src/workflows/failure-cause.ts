import {
  ActivityFailure,
  ApplicationFailure,
  ChildWorkflowFailure,
  TerminatedFailure,
  TimeoutFailure,
} from '@temporalio/common';
import { isCancellation } from '@temporalio/workflow';
import type { PhaseName } from './messages';

/** Why a branch cannot go on, in words for a person. */
export interface FailureCause {
  /** Stable name of the cause, e.g. `StepNotConverged`, `NoWorker`. */
  readonly type: string;
  readonly cause: string;
  readonly fix: string;
  /** Where a child was when it gave up. */
  readonly phase?: PhaseName;
}

/** Another run holds the nodes: nothing that this run could try again would be right. */
const LOST_TO_ANOTHER_RUN: readonly string[] = ['SupersededByRun', 'NodeHeldByRun'];

/** The token, the certificate key or the key pair of the join is gone; the answer is new material. */
export const JOIN_MATERIAL_STALE = 'JoinMaterialStale';
/** The node does not know the claim that this run has on it. */
export const NODE_NOT_CLAIMED = 'NodeNotClaimed';
/** No worker polls the site's task queue; heals by itself once one does. */
export const NO_WORKER = 'NoWorker';
/** Nobody has heard of an activity for too long: its worker is dead, or it hangs. */
export const TIMEOUT = 'Timeout';

const FIX_AND_RETRY = 'Mend the cause, then retry.';

/** Reads the cause out of whatever an activity, a child workflow or the workflow itself failed with. */
export function failureCause(error: unknown): FailureCause {
  if (error instanceof ChildWorkflowFailure && error.cause !== undefined) return closedChild(error.cause);
  if (error instanceof ActivityFailure && error.cause !== undefined) {
    if (error.cause instanceof TimeoutFailure) return timedOut(error.cause, error.activityType);
    return failureCause(error.cause);
  }
  if (error instanceof ApplicationFailure) return fromApplication(error);
  const cause = error instanceof Error ? error.message : String(error);
  return { type: 'Unknown', cause, fix: FIX_AND_RETRY };
}

/** The failure that a child ends with, so that its parent and the Web UI name the cause, the phase and the fix. */
export function branchFailure(cause: FailureCause): ApplicationFailure {
  const { type, phase, fix } = cause;
  return ApplicationFailure.create({
    message: cause.cause,
    type,
    nonRetryable: true,
    details: [{ ...(phase === undefined ? {} : { phase }), fix }],
  });
}

/** Whether the whole run has lost its nodes to another one. */
export function isLost({ type }: FailureCause): boolean {
  return LOST_TO_ANOTHER_RUN.includes(type);
}

/** What an activity call failed with, with the site named where no worker took the task. */
export function namedByPlace(error: unknown, site: string): unknown {
  const isUntaken =
    error instanceof ActivityFailure &&
    error.cause instanceof TimeoutFailure &&
    error.cause.timeoutType === 'SCHEDULE_TO_START';
  if (!isUntaken) return error;
  return branchFailure({
    type: NO_WORKER,
    cause: `no worker polls site ${site}`,
    fix: `Start one near its machines: slipway worker --site ${site}. The run tries again by itself every minute.`,
  });
}

function closedChild(error: Error): FailureCause {
  if (error instanceof TerminatedFailure)
    return { type: 'Terminated', cause: "the node's workflow was terminated", fix: 'Retry when that was not meant.' };
  if (isCancellation(error))
    return { type: 'Cancelled', cause: "the node's workflow was cancelled", fix: 'Retry when that was not meant.' };
  return failureCause(error);
}

function timedOut(error: TimeoutFailure, activity: string): FailureCause {
  return { type: TIMEOUT, cause: `${activity} timed out: ${error.message}`, fix: FIX_AND_RETRY };
}

function fromApplication(error: ApplicationFailure): FailureCause {
  const [details] = error.details ?? [];
  const said = isRecord(details) ? details : {};
  const fix = typeof said['fix'] === 'string' ? said['fix'] : FIX_AND_RETRY;
  return {
    type: error.type ?? 'Unknown',
    cause: error.message.replace(fix, '').replace('  ', ' ').trim(),
    fix,
    ...(typeof said['phase'] === 'string' ? { phase: said['phase'] as PhaseName } : {}),
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
