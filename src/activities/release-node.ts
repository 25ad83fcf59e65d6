import { releaseFence } from '../remote/fence';
import type { ActivityDependencies } from './activity-frame';
import type { NodeTask } from './contract';
import { runNodeActivity } from './node-activity';

/** Afterwards the next run may claim the node without asking; nothing changes where another run holds it by now. */
export const releaseNode =
  (dependencies: ActivityDependencies) =>
  (task: NodeTask): Promise<void> =>
    runNodeActivity(dependencies, task, ({ session, fence }) => releaseFence(session, fence));
