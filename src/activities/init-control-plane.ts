import type { ActivityDependencies } from './activity-frame';
import type { NodeTask } from './contract';
import { driveInit, type InitOutcome } from './drive-init';
import { runNodeActivity } from './node-activity';

/** The node runs the first control plane of the cluster, and every phase of `kubeadm init` is done. */
export const initControlPlane =
  (dependencies: ActivityDependencies) =>
  (task: NodeTask): Promise<InitOutcome> =>
    runNodeActivity(dependencies, task, driveInit);
