import { scopeCluster } from '../config/scope-cluster';
import type { ResetPlan } from '../plan/reset-plan';
import type { ResetPlanInput } from './messages-of-reset';
import { gatherFacts, type Observation } from './observe';
import { perform, type Perform } from './perform';

/** The facts of the nodes that are to be reset, and of all control planes. */
export function observeForReset({ cluster, nodes }: ResetPlanInput, through: Perform = perform): Promise<Observation> {
  return gatherFacts(nodes === undefined ? cluster : scopeCluster(cluster, ...nodes), through, 'reset');
}

/** The decision about what was observed; pure code, run as an activity so that a mended planner cannot break a run. */
export function planReset(
  { cluster, nodes, drain }: ResetPlanInput,
  { facts, unreachable }: Observation,
  holder: string,
  through: Perform = perform,
): Promise<ResetPlan> {
  return through('planReset', { cluster, facts, unreachable, holder, drain, ...(nodes && { nodes }) });
}
