import { kubernetesSteps } from '../steps';
import type { ActivityDependencies } from './activity-frame';
import type { NodeTask, StepsResult } from './contract';
import { runSteps } from './run-steps';

/** kubeadm, kubelet and kubectl are installed, the kubelet enabled. */
export const installKubernetes =
  (dependencies: ActivityDependencies) =>
  (task: NodeTask): Promise<StepsResult> =>
    runSteps(dependencies, task, kubernetesSteps);
