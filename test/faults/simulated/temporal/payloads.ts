import { defaultFailureConverter, defaultPayloadConverter, type Payload } from '@temporalio/common';
import { encodeTimeoutType } from '@temporalio/common/lib/failure';

/** A failure as it crosses Temporal. */
export type Failure = Parameters<typeof defaultFailureConverter.failureToError>[0];

export function toPayload(value: unknown): Payload {
  const payload = defaultPayloadConverter.toPayload(value);
  if (payload === undefined) throw new TypeError('this value does not cross Temporal');
  return payload;
}

export function fromPayload(payload: Payload | null | undefined): unknown {
  return payload == null ? undefined : defaultPayloadConverter.fromPayload(payload);
}

export function textOf(payload: Payload | null | undefined): string {
  return Buffer.from(payload?.data ?? []).toString('utf8');
}

export function toError(failure: Failure): Error {
  return defaultFailureConverter.failureToError(failure, defaultPayloadConverter);
}

/** Everything that a failure says, its causes included. */
export function textsOfFailure(failure: Failure | null | undefined): string[] {
  if (failure == null) return [];
  const details = failure.applicationFailureInfo?.details?.payloads ?? [];
  return [failure.message ?? '', failure.stackTrace ?? '', ...details.map(textOf), ...textsOfFailure(failure.cause)];
}

const TIMEOUTS = {
  startToClose: 'START_TO_CLOSE',
  scheduleToClose: 'SCHEDULE_TO_CLOSE',
  heartbeat: 'HEARTBEAT',
} as const;
export type TimeoutName = keyof typeof TIMEOUTS;

export function timeoutFailure(type: TimeoutName, heartbeat: Payload | undefined): Failure {
  return {
    message: `activity ${type} timeout`,
    source: 'Server',
    timeoutFailureInfo: {
      timeoutType: encodeTimeoutType(TIMEOUTS[type]) ?? null,
      ...(heartbeat && { lastHeartbeatDetails: { payloads: [heartbeat] } }),
    },
  };
}

export const cancelledFailure: Failure = { message: 'cancelled', source: 'Server', canceledFailureInfo: {} };
export const terminatedFailure: Failure = { message: 'terminated', source: 'Server', terminatedFailureInfo: {} };

/** What a workflow is told of an activity that ended badly. */
export function activityFailure(activityType: string, activityId: string, cause: Failure): Failure {
  return {
    message: 'Activity task failed',
    source: 'Server',
    activityFailureInfo: { activityType: { name: activityType }, activityId },
    cause,
  };
}

/** What a workflow is told of a child that ended badly. */
export function childFailure(workflowId: string, workflowType: string, cause: Failure): Failure {
  return {
    message: 'Child Workflow execution failed',
    source: 'Server',
    childWorkflowExecutionFailureInfo: {
      namespace: 'default',
      workflowExecution: { workflowId, runId: '' },
      workflowType: { name: workflowType },
    },
    cause,
  };
}
