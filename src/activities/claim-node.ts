import type { Fence } from '../plan/fence';
import { claimFence } from '../remote/fence';
import type { ActivityDependencies } from './activity-frame';
import type { NodeTask } from './contract';
import { runNodeActivity } from './node-activity';

/** Afterwards the node takes writes of this run only; a newer run, or one that still holds the node, is not pushed aside. */
export const claimNode =
  (dependencies: ActivityDependencies) =>
  ({ takeOver, ...task }: NodeTask & { takeOver: boolean }): Promise<{ fence: Fence }> =>
    runNodeActivity(dependencies, task, async ({ session, fence }) => {
      await claimFence(session, fence, { takeOver });
      return { fence };
    });
