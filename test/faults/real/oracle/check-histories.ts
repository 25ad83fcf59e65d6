import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { Worker } from '@temporalio/worker';
import { projectRoot } from '../../../../lab/paths';
import type { Question, Violations } from './question';

/** Every history of the case's own server, as `replayHistories` says. */
export async function checkHistories({ bench }: Pick<Question, 'bench'>): Promise<Violations> {
  return replayHistories(bench.temporal.client, join(bench.directory, 'histories'));
}

/**
 * Every history of the server replays with the workflows that made it. Leaves them behind in the directory, for whoever
 * searches them.
 */
export async function replayHistories(client: Client, directory: string): Promise<Violations> {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const histories = [];
  for await (const { workflowId, runId } of client.workflow.list()) {
    const history = JSON.parse(
      historyToJSON(await client.workflow.getHandle(workflowId, runId).fetchHistory()),
    ) as object;
    writeFileSync(join(directory, `${runId}.json`), JSON.stringify(history));
    histories.push({ workflowId, history });
  }
  if (histories.length === 0) return ['there is no history'];
  const codePath = join(projectRoot(), 'dist', 'src', 'workers', 'workflow-bundle.js');
  const violations: string[] = [];
  for await (const { workflowId, error } of Worker.runReplayHistories({ workflowBundle: { codePath } }, histories))
    if (error !== undefined)
      violations.push(`the history of ${workflowId} does not replay: ${error.message.slice(0, 300)}`);
  return violations;
}
