import type { ActivityDependencies } from './activity-frame';
import type { SlipwayActivities } from './contract';
import { driveApiServer } from './drive-api-server';
import { runNodeActivity } from './node-activity';

/** The control plane's API server asks the external etcd where the file says, and is ready. */
export const updateApiServer =
  (dependencies: ActivityDependencies): SlipwayActivities['updateApiServer'] =>
  (task) =>
    runNodeActivity(dependencies, task, async (on) => ({ changed: await driveApiServer(on) }));
