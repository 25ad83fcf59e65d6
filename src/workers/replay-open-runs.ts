import { Client } from '@temporalio/client';
import { type NativeConnection, Worker } from '@temporalio/worker';
import type { WorkflowSource } from './workflow-source';

/** Types of workflows that are Slipway's; a user's own are not this worker's to judge. */
const WORKFLOW_TYPES = [
  'installCluster',
  'installNode',
  'resetCluster',
  'planCluster',
  'planClusterReset',
  'clusterHealth',
  'fetchKubeconfig',
];

export interface OpenRuns {
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly taskQueue: string;
  readonly source: WorkflowSource;
}

/** Open runs that these workflows cannot go on with. */
export class ReplayMismatch extends Error {
  override readonly name = 'ReplayMismatch';

  constructor(mismatches: readonly { readonly workflowId: string; readonly cause: string }[]) {
    const named = mismatches.map(({ workflowId, cause }) => `  ${workflowId}: ${cause}`);
    super(
      [
        'This worker cannot go on with runs that are open, and does not start:',
        ...named,
        'Let a worker of the version that began them finish them, or end them (slipway abort, temporal workflow terminate).',
      ].join('\n'),
    );
  }
}

/**
 * Replays every open run of the task queue against these workflows. Returns how many there were.
 * Throws ReplayMismatch, naming those that do not replay.
 */
export async function replayOpenRuns({ connection, namespace, taskQueue, source }: OpenRuns): Promise<number> {
  const client = new Client({ connection, namespace });
  const types = WORKFLOW_TYPES.map((type) => `'${type}'`).join(', ');
  const query = `ExecutionStatus = 'Running' AND TaskQueue = '${taskQueue}' AND WorkflowType IN (${types})`;
  const mismatches: { workflowId: string; cause: string }[] = [];
  let replayed = 0;
  const histories = client.workflow.list({ query }).intoHistories();
  for await (const { workflowId, error } of Worker.runReplayHistories({ ...source }, histories)) {
    replayed += 1;
    if (error !== undefined) mismatches.push({ workflowId, cause: firstLine(error.message) });
  }
  if (mismatches.length > 0) throw new ReplayMismatch(mismatches);
  return replayed;
}

function firstLine(text: string): string {
  return (text.split('\n')[0] ?? '').slice(0, 300);
}
