import type { ActivityDependencies } from './activity-frame';
import type { JoinMaterial, NodeTask } from './contract';
import { driveEtcdJoin } from './drive-control-plane-join';
import { asJoinMove } from './join-move';
import { runNodeActivity } from './node-activity';

/** The node's etcd member votes. The caller sees to it that one node of the cluster is in this at a time. */
export const joinEtcdMember =
  (dependencies: ActivityDependencies) =>
  ({ material, ...task }: NodeTask & { material: JoinMaterial }): Promise<{ move: 'join' | 'resume' | 'none' }> =>
    runNodeActivity(dependencies, task, async (on) => asJoinMove(await driveEtcdJoin(on, material)));
