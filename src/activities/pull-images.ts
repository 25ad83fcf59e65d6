import { imageSteps } from '../steps';
import type { ActivityDependencies } from './activity-frame';
import type { NodeTask, StepsResult } from './contract';
import { runSteps } from './run-steps';

/** Every image that the node will run is in its runtime's store. */
export const pullImages =
  (dependencies: ActivityDependencies) =>
  (task: NodeTask): Promise<StepsResult> =>
    runSteps(dependencies, task, imageSteps);
