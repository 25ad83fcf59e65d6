import { describeRetired } from '../plan/losses';
import { retireSteps } from '../steps';
import type { ActivityDependencies } from './activity-frame';
import type { NodeTask } from './contract';
import { driveReset } from './drive-reset';
import { runNodeActivity } from './node-activity';
import { staticFactsOf } from './static-facts';

/**
 * Afterwards nothing on the node belongs to the cluster any more, and nothing of it starts at boot. The load balancer goes
 * first, so that the endpoint has moved before this API server ends. Only ever called behind the reset gate.
 */
export const resetNode =
  (dependencies: ActivityDependencies) =>
  (task: NodeTask): Promise<{ removed: readonly string[] }> =>
    runNodeActivity(dependencies, task, async (on) => {
      const steps = retireSteps(on.cluster, on.node, await staticFactsOf(on.session), undefined, on.catalog);
      const retired = await on.converge(steps);
      return { removed: [...retired.flatMap(describeRetired), ...(await driveReset(on))] };
    });
