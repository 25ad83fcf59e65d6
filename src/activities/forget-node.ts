import { forgetFence } from '../remote/fence';
import type { ActivityDependencies } from './activity-frame';
import type { NodeTask } from './contract';
import { runNodeActivity } from './node-activity';

/** Afterwards Slipway holds nothing of the cluster on the node, the fence included: any run may claim it. */
export const forgetNode =
  (dependencies: ActivityDependencies) =>
  (task: NodeTask): Promise<void> =>
    runNodeActivity(dependencies, task, ({ session, fence }) => forgetFence(session, fence));
