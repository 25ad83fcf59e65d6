import { workflowInfo } from '@temporalio/workflow';
import type { ResetPlan } from '../plan/reset-plan';
import { holderName, installWorkflowId } from './messages';
import type { ResetPlanInput } from './messages-of-reset';
import { observeForReset, planReset } from './observe-for-reset';

/** What `reset` would do and destroy now; its digest may approve a reset that is started later. Reads only. */
export async function planClusterReset(input: ResetPlanInput): Promise<ResetPlan> {
  const { namespace, runId } = workflowInfo();
  const observation = await observeForReset(input);
  // Planned as the reset would: under another workflow's name the cluster's own nodes would look like another's.
  const workflowId = installWorkflowId(input.cluster.metadata.name);
  return planReset(input, observation, holderName({ namespace, workflowId, runId }, input.service));
}
