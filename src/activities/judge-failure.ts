import { ApplicationFailure } from '@temporalio/activity';
import type { Patience } from '../config/cluster';
import { redact } from '../remote/redact';
import { patienceSecondsFor } from './borne-causes';
import { classify, failureRules, type FailureRule, type FailureType } from './failures';

export interface FailureContext {
  /** The activity's name. */
  readonly activity: string;
  /** Absent: the activity is about the cluster as a whole. */
  readonly node?: string;
  readonly patience: Patience;
  readonly firstSeenMs: number;
  readonly nowMs: number;
}

/** What a failure carries beside its message, for the parent that parks the branch. */
export interface FailureDetails {
  readonly type: FailureType;
  readonly activity: string;
  readonly node?: string;
  /** What to do next, as a sentence. */
  readonly fix: string;
  readonly firstSeenMs: number;
  /** Absent: the cause is not retryable at all. */
  readonly patienceSeconds?: number;
}

const MESSAGE_BYTES = 1600;

/**
 * The failure as it leaves the worker: type, step, node, cause, next action, under 2 KiB, redacted; retryable while the
 * patience for its type lasts, counted from when the cause was first seen.
 */
export function judgeFailure(error: unknown, context: FailureContext): ApplicationFailure {
  const type = classify(error);
  const rule: FailureRule = failureRules[type];
  const { activity, node, firstSeenMs, nowMs } = context;
  const patienceSeconds = patienceSecondsFor(type, context.patience);
  const borneSeconds = Math.round((nowMs - firstSeenMs) / 1000);
  const isSpent = patienceSeconds === undefined || borneSeconds >= patienceSeconds;
  const cause = redact(error instanceof Error ? error.message : String(error)).replace(/[^.!?…)\]]$/, '$&.');
  const spent = isSpent && patienceSeconds !== undefined ? ` (for ${borneSeconds} s now; patience is spent)` : '';
  const next = nextActionOf(error, rule);
  const subject = node === undefined ? activity : `${activity} on ${node}`;
  const details: FailureDetails = {
    type,
    activity,
    ...(node !== undefined && { node }),
    fix: next,
    firstSeenMs,
    ...(patienceSeconds !== undefined && { patienceSeconds }),
  };
  return ApplicationFailure.create({
    type,
    message: cutBytes(`${subject}: ${cause}${cause.endsWith(next) ? '' : ` ${next}`}${spent}`, MESSAGE_BYTES),
    nonRetryable: isSpent,
    details: [details],
    ...(!isSpent && rule.retryDelayMs !== undefined && { nextRetryDelay: rule.retryDelayMs }),
  });
}

function nextActionOf(error: unknown, rule: FailureRule): string {
  const own = typeof error === 'object' && error !== null && 'nextAction' in error ? error.nextAction : undefined;
  return typeof own === 'string' ? own : (rule.next ?? 'Cure the cause, then retry.');
}

function cutBytes(text: string, limit: number): string {
  if (Buffer.byteLength(text) <= limit) return text;
  return `${Buffer.from(text)
    .subarray(0, limit)
    .toString('utf8')
    .replace(/\uFFFD$/, '')}…`;
}
