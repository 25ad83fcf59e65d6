import { defaultPayloadConverter } from '@temporalio/common';
import type { WorkflowHandle } from '@temporalio/client';
import type { SlipwayActivities } from '../../../src';

type History = Awaited<ReturnType<WorkflowHandle['fetchHistory']>>;
type Result<Name extends keyof SlipwayActivities> = Awaited<ReturnType<SlipwayActivities[Name]>>;

/** What an activity of this name came back with, each time, oldest first. */
export function readResults<Name extends keyof SlipwayActivities>(
  { events }: History,
  activity: Name,
): readonly Result<Name>[] {
  const scheduled = new Set(
    (events ?? [])
      .filter(({ activityTaskScheduledEventAttributes: each }) => each?.activityType?.name === activity)
      .map(({ eventId }) => String(eventId)),
  );
  return (events ?? []).flatMap(({ activityTaskCompletedEventAttributes: each }) => {
    const [payload] = each?.result?.payloads ?? [];
    if (!scheduled.has(String(each?.scheduledEventId)) || payload === undefined) return [];
    return [defaultPayloadConverter.fromPayload<Result<Name>>(payload)];
  });
}
