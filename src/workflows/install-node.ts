import { isCancellation, setHandler } from '@temporalio/workflow';
import type { NodeTask } from '../activities/contract';
import { holdNodeSignal, type InstallNodeInput, type InstallNodeOutcome } from './child-messages';
import { branchFailure, failureCause } from './failure-cause';
import type { StepPhase } from './node-phases';
import { NodeRun } from './node-run';
import { perform } from './perform';

/** The activity of each phase that brings a node to its desired state. */
const STEP_ACTIVITIES = {
  prepare: 'prepareNode',
  runtime: 'installRuntime',
  'load-balancer': 'installLoadBalancer',
  kubernetes: 'installKubernetes',
  images: 'pullImages',
} as const satisfies Record<StepPhase, string>;

/**
 * Brings one node to what every member of the cluster needs. Never waits for anybody: what it cannot get over it fails
 * with, naming the cause, the phase and the fix, and its parent decides; a hold ends it at its next safe edge, and its
 * parent starts it again.
 */
export async function installNode(input: InstallNodeInput): Promise<InstallNodeOutcome> {
  const run = new NodeRun(input);
  setHandler(
    holdNodeSignal,
    ({ isHeld }) => {
      run.isHeld = isHeld;
    },
    { description: 'Sent by the cluster’s run: end before the next phase, or do not after all.' },
  );
  const { cluster, node, fence } = input;
  const task: NodeTask = { cluster, node, fence };
  try {
    for (const phase of run.phases) {
      if (run.isHeld) return { changedSteps: run.changedSteps, heldBefore: phase };
      run.enter(phase);
      run.record(await perform(STEP_ACTIVITIES[phase], task, { through: node }));
    }
    return { changedSteps: run.changedSteps };
  } catch (error) {
    if (isCancellation(error)) throw error;
    throw branchFailure({ phase: run.phase, ...failureCause(error) });
  }
}
