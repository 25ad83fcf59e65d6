import { runtimeSteps } from '../steps';
import type { ActivityDependencies } from './activity-frame';
import type { NodeTask, StepsResult } from './contract';
import { runSteps } from './run-steps';

/** The container runtime, runc and the CNI plugins are installed and running. */
export const installRuntime =
  (dependencies: ActivityDependencies) =>
  (task: NodeTask): Promise<StepsResult> =>
    runSteps(dependencies, task, runtimeSteps);
