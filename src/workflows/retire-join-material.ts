import { CancellationScope, isCancellation } from '@temporalio/workflow';
import { scopeCluster } from '../config/scope-cluster';
import type { InstallPlan } from '../plan/install-plan';
import { failureCause, isLost } from './failure-cause';
import { type Perform, perform } from './perform';
import type { Run } from './run';

/** No join needs it any more. Where it cannot be taken back now, the run says so: it expires by itself. */
export async function retireJoinMaterial(
  run: Run,
  { fence }: InstallPlan,
  controlPlane: string,
  through: Perform = run.perform,
): Promise<void> {
  const cluster = scopeCluster(run.cluster, controlPlane);
  try {
    await through('retireJoinMaterial', { cluster, fence, controlPlane }, { through: controlPlane });
  } catch (error) {
    if (isCancellation(error)) throw error;
    run.board.notice(`the join material could not be retired and is left to expire: ${failureCause(error).cause}`);
  }
}

/**
 * The same of a run that ends before its end, cancelled or not: who installs again may find nothing left to do, and
 * would leave it there. A run that has lost its nodes to another one leaves it to that one.
 */
export async function retireEarly(run: Run, plan: InstallPlan, live: readonly string[], error: unknown): Promise<void> {
  const [controlPlane] = live;
  if (controlPlane === undefined || isLost(failureCause(error))) return;
  await CancellationScope.nonCancellable(() => retireJoinMaterial(run, plan, controlPlane, perform));
}
