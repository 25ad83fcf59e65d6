import type { ActivityDependencies } from './activity-frame';
import type { JoinMaterial, NodeTask } from './contract';
import { driveFinishJoin } from './drive-control-plane-join';
import { runNodeActivity } from './node-activity';

/** The node is registered, marked as a control plane, and its API server answers. */
export const finishControlPlaneJoin =
  (dependencies: ActivityDependencies) =>
  ({ material, ...task }: NodeTask & { material: JoinMaterial }): Promise<void> =>
    runNodeActivity(dependencies, task, async (on) => {
      await driveFinishJoin(on, material);
    });
