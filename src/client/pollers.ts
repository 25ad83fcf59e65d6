import type { Client } from '@temporalio/client';

export interface Pollers {
  readonly taskQueue: string;
  readonly identities: readonly string[];
  /** Absent: none has polled for minutes. */
  readonly lastSeenMs?: number;
}

/** Who polls a task queue for workflow tasks; the service forgets a poller after some five minutes. */
export async function describePollers({ connection, options }: Client, taskQueue: string): Promise<Pollers> {
  const { pollers } = await connection.workflowService.describeTaskQueue({
    namespace: options.namespace,
    taskQueue: { name: taskQueue },
  });
  const seen = (pollers ?? []).map(({ lastAccessTime }) => Number(lastAccessTime?.seconds ?? 0) * 1000);
  return {
    taskQueue,
    identities: (pollers ?? []).map(({ identity }) => identity ?? ''),
    ...(seen.length === 0 ? {} : { lastSeenMs: Math.max(...seen) }),
  };
}

/** Why nobody answers for a workflow, as a clause. */
export function describeSilence({ taskQueue, lastSeenMs }: Pollers, nowMs: number): string {
  if (lastSeenMs === undefined) return `no worker polls task queue ${taskQueue} (none has in the last five minutes)`;
  return `no worker answers; the last one polled task queue ${taskQueue} ${Math.round((nowMs - lastSeenMs) / 1000)} s ago`;
}
