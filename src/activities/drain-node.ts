import { kubernetesSupport } from '../config/kubernetes-support';
import { drain } from '../remote/drain';
import type { ActivityDependencies } from './activity-frame';
import type { PeerTask } from './contract';
import { runOnControlPlane, writerOf } from './control-plane-access';
import { failure } from './failures';

/** Evictions of one attempt; between two the node's lock is free, and patience is looked at. */
const ATTEMPT_SECONDS = 20;

/**
 * The node takes no new pods, and has none left but those of DaemonSets and static ones. Evictions respect disruption
 * budgets; what they hold back for longer than `spec.patience.drainSeconds` is the failure `DrainBlocked`.
 */
export const drainNode =
  (dependencies: ActivityDependencies) =>
  (task: PeerTask): Promise<void> =>
    runOnControlPlane(dependencies, task, async ({ kubectl, signal, report }) => {
      report(`draining ${task.node}`);
      const writer = writerOf(`drain ${task.node}`, task.fence);
      const { drainDataFlag: dataFlag } = kubernetesSupport(task.cluster.spec.kubernetes.version);
      const blocked = await drain(kubectl, task.node, { limitSeconds: ATTEMPT_SECONDS, dataFlag, writer, signal });
      if (blocked !== undefined) throw failure('DrainBlocked', `${task.node} is not empty yet: ${blocked}`);
    });
