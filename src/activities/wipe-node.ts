import type { ActivityDependencies } from './activity-frame';
import type { NodeTask } from './contract';
import { driveReset } from './drive-reset';
import { runNodeActivity } from './node-activity';

/** Afterwards nothing of an earlier cluster is on the node. Only ever called behind the wipe gate. */
export const wipeNode =
  (dependencies: ActivityDependencies) =>
  (task: NodeTask): Promise<{ removed: readonly string[] }> =>
    runNodeActivity(dependencies, task, async (on) => ({ removed: await driveReset(on) }));
