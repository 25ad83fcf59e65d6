import { Client, Connection } from '@temporalio/client';
import type { History } from '@temporalio/common/lib/proto-utils';

/** An attempt of an activity that some worker works on now. */
export interface RunningActivity {
  readonly workflowId: string;
  readonly runId: string;
  readonly activityId: string;
  readonly type: string;
  readonly worker: string;
}

/** The last attempt of an activity that has ended, as its history tells. */
export interface LastAttempt {
  readonly attempt: number;
  readonly worker: string;
  readonly startedAtMs: number;
}

export interface RunHistory {
  readonly workflowId: string;
  readonly runId: string;
  readonly history: History;
}

/** PENDING_ACTIVITY_STATE_STARTED */
const STARTED = 2;

/** Looks into a Temporal service past the product's own client. */
export class TemporalEye {
  readonly client: Client;

  constructor(client: Client) {
    this.client = client;
  }

  static async open(address: string): Promise<TemporalEye> {
    return new TemporalEye(new Client({ connection: await Connection.connect({ address }) }));
  }

  /** Attempts of this type under way, whatever workflow they belong to. */
  async runningActivities(type: string): Promise<RunningActivity[]> {
    const found: RunningActivity[] = [];
    for await (const { workflowId, runId } of this.client.workflow.list({ query: `ExecutionStatus = 'Running'` })) {
      const { raw } = await this.client.workflow.getHandle(workflowId, runId).describe();
      for (const { activityType, activityId, state, lastWorkerIdentity } of raw.pendingActivities ?? [])
        if (activityType?.name === type && Number(state) === STARTED)
          found.push({ workflowId, runId, type, activityId: activityId ?? '', worker: lastWorkerIdentity ?? '' });
    }
    return found;
  }

  /** Throws while the activity has not ended. */
  async lastAttempt({ workflowId, runId, activityId }: RunningActivity): Promise<LastAttempt> {
    const { events } = await this.client.workflow.getHandle(workflowId, runId).fetchHistory();
    const scheduled = events?.find((event) => event.activityTaskScheduledEventAttributes?.activityId === activityId);
    const started = events?.find(
      (event) => event.activityTaskStartedEventAttributes?.scheduledEventId?.eq(scheduled?.eventId ?? -1) === true,
    );
    const attributes = started?.activityTaskStartedEventAttributes;
    if (started?.eventTime == null || attributes == null)
      throw new Error(`${activityId} of ${workflowId} has not ended`);
    const { seconds, nanos } = started.eventTime;
    const startedAtMs = Number(seconds) * 1000 + (nanos ?? 0) / 1e6;
    return { attempt: attributes.attempt ?? 0, worker: attributes.identity ?? '', startedAtMs };
  }

  /** The history of every workflow there is. */
  async histories(): Promise<readonly RunHistory[]> {
    const found: RunHistory[] = [];
    for await (const { workflowId, runId } of this.client.workflow.list())
      found.push({
        workflowId,
        runId,
        history: await this.client.workflow.getHandle(workflowId, runId).fetchHistory(),
      });
    return found;
  }

  close(): Promise<void> {
    return this.client.connection.close();
  }
}
