import { claimFence } from '../remote/fence';
import type { ActivityDependencies } from './activity-frame';
import type { SlipwayActivities } from './contract';
import { runNodeActivity } from './node-activity';
import { makeJoinRequest } from './request-join';

/**
 * Afterwards the node takes writes of this run only; a newer run, or one that still holds the node, is not pushed aside.
 * A node that joins has made the key that its join material is sealed to.
 */
export const claimNode =
  (dependencies: ActivityDependencies): SlipwayActivities['claimNode'] =>
  ({ takeOver, joins, ...task }) =>
    runNodeActivity(dependencies, task, async ({ session, fence }) => {
      await claimFence(session, fence, { takeOver });
      return joins === true ? { fence, request: await makeJoinRequest(session, task.node, fence) } : { fence };
    });
