import type { ActivityDependencies } from './activity-frame';
import { awaitNodesReady } from './await-nodes-ready';
import type { SlipwayActivities } from './contract';
import { runOnControlPlane } from './control-plane-access';
import { failure } from './failures';

/** One attempt watches this long; patience over all attempts is `spec.patience.nodeReadySeconds`. */
const ATTEMPT_SECONDS = 60;

export function waitNodesReady(dependencies: ActivityDependencies): SlipwayActivities['waitNodesReady'] {
  return (input) =>
    runOnControlPlane(dependencies, input, async (access) => {
      const report = await awaitNodesReady(access, input.nodes, ATTEMPT_SECONDS);
      const unready = report.nodes.filter((node) => !node.ready);
      if (unready.length === 0) return report;
      const reasons = unready.map((node) => `${node.name} ${node.reason ?? 'is not Ready'}`);
      throw failure('NodeNotReady', `not Ready: ${reasons.join('; ')}.`);
    });
}
