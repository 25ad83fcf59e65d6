import { isCancellation, setHandler } from '@temporalio/workflow';
import type { NodeTask } from '../activities/contract';
import { isControlPlane } from '../config/nodes';
import {
  clusterUpSignal,
  etcdTurnGrantedSignal,
  type InstallNodeInput,
  type InstallNodeResult,
} from './child-messages';
import { branchFailure, failureCause } from './failure-cause';
import { joinNode } from './join-node';
import { phasesOfNode } from './node-phases';
import { NodeRun } from './node-run';
import { perform } from './perform';

/** The activity of each phase that brings a node to its desired state. */
const STEP_ACTIVITIES = {
  prepare: 'prepareNode',
  runtime: 'installRuntime',
  'load-balancer': 'installLoadBalancer',
  kubernetes: 'installKubernetes',
  images: 'pullImages',
} as const;

/**
 * Everything that an install does on one node. Never waits for people: what it cannot get over it fails with, naming
 * the cause, the phase and the fix, and its parent decides.
 */
export async function installNode(input: InstallNodeInput): Promise<InstallNodeResult> {
  const run = new NodeRun(input);
  setHandler(
    clusterUpSignal,
    ({ issuers }) => {
      run.issuers = issuers;
    },
    { description: 'Sent by the cluster’s run: the cluster answers, joins may begin.' },
  );
  setHandler(
    etcdTurnGrantedSignal,
    () => {
      run.holdsEtcdTurn = true;
    },
    { description: 'Sent by the cluster’s run: this node may change the etcd membership.' },
  );
  try {
    await walkPhases(run);
    return { changedSteps: run.changedSteps };
  } catch (error) {
    if (isCancellation(error)) throw error;
    throw branchFailure({ phase: run.phase, ...failureCause(error) });
  }
}

async function walkPhases(run: NodeRun): Promise<void> {
  const { cluster, node, fence, membership } = run.input;
  const task: NodeTask = { cluster, node, fence };
  const controlPlane = cluster.spec.nodes.some((candidate) => candidate.name === node && isControlPlane(candidate));
  for (const phase of phasesOfNode(cluster, node, membership)) {
    run.enter(phase);
    if (phase === 'init') await perform('initControlPlane', task, { through: node });
    else if (phase === 'join') await joinNode(run, task, controlPlane);
    else run.record(await perform(STEP_ACTIVITIES[phase], task, { through: node }));
  }
}
