import type { ActivityDependencies } from './activity-frame';
import { runActivity } from './activity-frame';
import type { SlipwayActivities } from './contract';
import { driveMembers } from './drive-members';
import { etcdOf } from './etcd-of';
import { failure } from './failures';
import { giveAccess } from './give-etcd-access';
import { readEtcdHealth } from './read-etcd-health';

/**
 * Members on the nodes with the role `etcd`, where there are any, and a way to etcd for the control planes; proven by its
 * health as each of them sees it. Errors: ApplicationFailure `EtcdUnhealthy`, `NodeStateRefused`, `WorkerFileUnreadable`,
 * `OperationFailed`; those of the nodes' locks and fences.
 */
export const installExternalEtcd =
  (dependencies: ActivityDependencies): SlipwayActivities['installExternalEtcd'] =>
  ({ cluster, fence, controlPlanes }) =>
    runActivity(dependencies, { cluster }, async (frame) => {
      const isForeign = cluster.spec.etcd.endpoints !== undefined;
      const changes = [...(isForeign ? [] : await driveMembers(frame, fence))];
      for (const name of controlPlanes) {
        frame.signal.throwIfAborted();
        if (await giveAccess(frame, fence, name)) changes.push(`let ${name} reach etcd`);
        frame.report(`asking etcd from ${name}`);
        const session = await frame.openSession(name);
        const { healthy, problems } = await readEtcdHealth({ session, ...etcdOf(cluster) }, frame.signal);
        if (!healthy) throw failure('EtcdUnhealthy', `as ${name} sees it: ${problems.join('; ')}`);
      }
      return { changes };
    });
