import { defaultPayloadConverter } from '@temporalio/common';
import type { temporal } from '@temporalio/proto';

/** What an activity of this name came back with, each time, oldest first. */
export function readResults<Result>({ events }: temporal.api.history.v1.IHistory, activity: string): readonly Result[] {
  const scheduled = new Set(
    (events ?? [])
      .filter(({ activityTaskScheduledEventAttributes: each }) => each?.activityType?.name === activity)
      .map(({ eventId }) => String(eventId)),
  );
  return (events ?? []).flatMap(({ activityTaskCompletedEventAttributes: each }) => {
    const [payload] = each?.result?.payloads ?? [];
    if (!scheduled.has(String(each?.scheduledEventId)) || payload === undefined) return [];
    return [defaultPayloadConverter.fromPayload<Result>(payload)];
  });
}
