import type { ActivityDependencies } from './activity-frame';
import type { JoinMaterial, NodeTask } from './contract';
import { drivePrepareJoin } from './drive-control-plane-join';
import { asJoinMove } from './join-move';
import { runNodeActivity } from './node-activity';

/** Everything of a control-plane join before the etcd turn is done: preflight, certificates, kubeconfigs, manifests. */
export const prepareControlPlaneJoin =
  (dependencies: ActivityDependencies) =>
  ({ material, ...task }: NodeTask & { material: JoinMaterial }): Promise<{ move: 'join' | 'resume' | 'none' }> =>
    runNodeActivity(dependencies, task, async (on) => asJoinMove(await drivePrepareJoin(on, material)));
