import { executeChild, proxyActivities } from '@temporalio/workflow';
import type { ParsedCluster } from './main';
import type { TeamActivities } from './worker';

const { announce } = proxyActivities<TeamActivities>({ startToCloseTimeout: '1 minute' });

/** Installs a cluster and tells the team how it went. The child is the same run that `slipway status` shows. */
export async function provisionCluster({ cluster, digest }: ParsedCluster): Promise<string> {
  const { name } = cluster.metadata;
  try {
    const { outcome } = await executeChild('installCluster', {
      workflowId: `slipway/${name}`,
      args: [{ cluster, clusterDigest: digest }],
      staticSummary: `Install ${name}`,
    });
    return await announce(`${name}: ${outcome}`);
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    return announce(`${name} was not installed: ${cause}`);
  }
}
