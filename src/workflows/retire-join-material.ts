import { isCancellation } from '@temporalio/workflow';
import { scopeCluster } from '../config/scope-cluster';
import type { InstallPlan } from '../plan/install-plan';
import { failureCause } from './failure-cause';
import type { Run } from './run';

/** No join needs it any more. Where it cannot be taken back now, the run says so: it expires by itself. */
export async function retireJoinMaterial(run: Run, { fence }: InstallPlan, controlPlane: string): Promise<void> {
  const cluster = scopeCluster(run.cluster, controlPlane);
  try {
    await run.perform('retireJoinMaterial', { cluster, fence, controlPlane }, { through: controlPlane });
  } catch (error) {
    if (isCancellation(error)) throw error;
    run.board.notice(`the join material could not be retired and is left to expire: ${failureCause(error).cause}`);
  }
}
