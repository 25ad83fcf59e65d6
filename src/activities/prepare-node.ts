import { prepareSteps } from '../steps';
import type { ActivityDependencies } from './activity-frame';
import type { NodeTask, StepsResult } from './contract';
import { runSteps } from './run-steps';

/** The operating system of the node is as Kubernetes needs it: names, swap, modules, sysctls, time, base packages. */
export const prepareNode =
  (dependencies: ActivityDependencies) =>
  (task: NodeTask): Promise<StepsResult> =>
    runSteps(dependencies, task, prepareSteps);
