import { digestInput } from '../remote/operation';
import { leaveScript } from '../remote/pod-network/leave-script';
import type { ActivityDependencies } from './activity-frame';
import type { SlipwayActivities } from './contract';
import { readRemoved, REMOVED_BYTES } from './drive-reset';
import { runNodeActivity } from './node-activity';
import { tracesOf } from './probe-request';

/** Half a minute for pods to end, and unmounting and deleting on an old disk. */
const TIMEOUT_SECONDS = 600;

/**
 * Afterwards every pod of the node that has a network of its own has ended, and nothing of that pod network is on the
 * node; its kubelet begins the pods again as soon as there is another one. Errors: ApplicationFailure `NodeNotClean`;
 * RemoteError.
 */
export const leavePodNetwork =
  (dependencies: ActivityDependencies): SlipwayActivities['leavePodNetwork'] =>
  (task) =>
    runNodeActivity(dependencies, task, async ({ cluster, catalog, node, fence, operate }) => {
      const { name } = task.network;
      const { podSubnets, runtimes } = tracesOf(cluster, catalog);
      const traces = catalog.cni[name]?.traces ?? { interfaces: [], chains: [], tables: [], paths: [] };
      const outcome = await operate({
        verb: 'leave-pod-network',
        inputDigest: digestInput('leave-pod-network', fence.clusterUid, node.name, name),
        script: leaveScript({ ...traces, podSubnets, runtimes }, fence),
        timeoutSeconds: TIMEOUT_SECONDS,
        tailBytes: REMOVED_BYTES,
      });
      return { removed: readRemoved(outcome) };
    });
