import { createHash } from 'node:crypto';
import type { Client } from '@temporalio/client';
import type { GateAnswer } from '../workflows/messages';
import type { ResetInput } from '../workflows/messages-of-reset';
import { type StartedRun, startRun, type WantedCluster } from './start-run';

/** What is to be reset. */
export interface ResetOptions {
  /** Names of nodes of the file; absent: the whole cluster. */
  readonly nodes?: readonly string[];
  /** Whether pods are moved to other nodes before a node goes. Default: true. */
  readonly drain?: boolean;
}

/**
 * Starts the reset of a cluster or of some of its nodes, or joins the one that runs for the same. `approval` counts for
 * the plan of its digest alone. Throws AnswerRefused when the cluster is being installed, or something else of it reset.
 */
export function startReset(
  client: Client,
  { cluster, digest }: WantedCluster,
  { nodes, drain = true, approval }: ResetOptions & { readonly approval?: GateAnswer },
): Promise<StartedRun> {
  const what = { ...(nodes && { nodes: nodes.toSorted() }), drain };
  const clusterDigest = createHash('sha256')
    .update(JSON.stringify([digest, what.nodes, drain]))
    .digest('hex');
  const input: ResetInput = { cluster, clusterDigest, ...what, ...(approval && { approval }) };
  return startRun(client, {
    cluster,
    workflowType: 'resetCluster',
    input,
    joining: { clusterDigest, operation: 'reset' },
    summary: `Reset ${nodes === undefined ? `the whole cluster ${cluster.metadata.name}` : `${nodes.join(', ')} of ${cluster.metadata.name}`}`,
    details: `Cluster file digest \`${digest}\`. Asks before anything is touched.`,
  });
}
