import type { ActivityDependencies } from './activity-frame';
import type { PeerTask } from './contract';
import { runOnControlPlane, writerOf } from './control-plane-access';

/** The API has no Node of that name; its kubelet must not run any more, or it would register again. */
export const deleteNode =
  (dependencies: ActivityDependencies) =>
  (task: PeerTask): Promise<void> =>
    runOnControlPlane(dependencies, task, async ({ kubectl, signal, report }) => {
      report(`deleting the Node ${task.node}`);
      const writer = writerOf(`delete the Node ${task.node}`, task.fence);
      await kubectl.run(['delete', 'node', task.node, '--ignore-not-found', '--wait'], { writer, signal });
    });
