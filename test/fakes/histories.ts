import type { Client } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { Worker, type ReplayHistoriesIterable } from '@temporalio/worker';
import { bundlePath } from './temporal';

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

/** What does not replay with the workflows of that module (by default this checkout's), by workflow id. */
export async function replayHistories(histories: ReplayHistoriesIterable, workflowsPath?: string): Promise<string[]> {
  const failed: string[] = [];
  const codePath = await bundlePath(workflowsPath);
  for await (const { workflowId, error } of Worker.runReplayHistories({ workflowBundle: { codePath } }, histories))
    if (error !== undefined) failed.push(workflowId);
  return failed;
}
