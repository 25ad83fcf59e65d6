import type { Client } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';

export interface RecordedHistory {
  readonly workflowId: string;
  /** As `temporal workflow show -o json` prints it. */
  readonly history: { readonly events: readonly unknown[] };
}

/** The latest histories of these workflows, without the names of the machine and the processes that made them. */
export async function recordHistories(client: Client, workflowIds: readonly string[]): Promise<RecordedHistory[]> {
  return Promise.all(
    workflowIds.map(async (workflowId) => {
      const json = historyToJSON(await client.workflow.getHandle(workflowId).fetchHistory());
      return { workflowId, history: JSON.parse(json, withoutPlace) as RecordedHistory['history'] };
    }),
  );
}

/** Leaves out what names the machine, its processes and its folders; a replay does not look at it. */
function withoutPlace(key: string, value: unknown): unknown {
  if (key === 'identity') return 'worker';
  return key === 'stackTrace' ? '' : value;
}
