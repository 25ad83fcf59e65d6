import { readFileSync } from 'node:fs';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { parseCluster, type ParseResult } from 'slipway';
import type { provisionCluster } from './provision-cluster';
import { createWorker, TASK_QUEUE } from './worker';

/** A cluster file without problems. */
export type ParsedCluster = Extract<ParseResult, { readonly ok: true }>;

/** Runs the worker until the cluster of the file is provisioned; what the team was told. */
export async function provision(file: string, address: string): Promise<string> {
  const parsed = parseCluster(readFileSync(file, 'utf8'));
  if (!parsed.ok) throw new Error(parsed.problems.map(({ path, message }) => `${path}: ${message}`).join('\n'));
  const connection = await Connection.connect({ address });
  const native = await NativeConnection.connect({ address });
  try {
    const worker = await createWorker(native);
    return await worker.runUntil(
      new Client({ connection }).workflow.execute<typeof provisionCluster>('provisionCluster', {
        workflowId: `provision/${parsed.cluster.metadata.name}`,
        taskQueue: TASK_QUEUE,
        args: [parsed],
      }),
    );
  } finally {
    await native.close();
    await connection.close();
  }
}
