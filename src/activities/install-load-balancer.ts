import { loadBalancerSteps } from '../steps';
import type { ActivityDependencies } from './activity-frame';
import type { NodeTask, StepsResult } from './contract';
import { runSteps } from './run-steps';

/** The node's share of the load balancer is up; nothing where it has none. */
export const installLoadBalancer =
  (dependencies: ActivityDependencies) =>
  (task: NodeTask): Promise<StepsResult> =>
    runSteps(dependencies, task, loadBalancerSteps);
