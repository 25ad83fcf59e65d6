import type { ActivityDependencies } from './activity-frame';
import type { SlipwayActivities } from './contract';
import { driveEtcdRecovery } from './drive-etcd-recovery';
import { runNodeActivity } from './node-activity';

/** Only ever called behind the gate that showed this recovery; see `driveEtcdRecovery`. */
export const recoverEtcd =
  (dependencies: ActivityDependencies): SlipwayActivities['recoverEtcd'] =>
  ({ recovery, ...task }) =>
    runNodeActivity(dependencies, task, (on) => driveEtcdRecovery(on, recovery));
