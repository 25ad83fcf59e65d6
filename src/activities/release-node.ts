import type { Cluster } from '../config/cluster';
import { releaseFence } from '../remote/fence';
import type { ActivityDependencies } from './activity-frame';
import type { NodeTask } from './contract';
import { runNodeActivity } from './node-activity';

/** Release is a courtesy to the next run: a node that does not answer now must not keep this one open. */
const UNREACHABLE_SECONDS = 60;

/** Afterwards the next run may claim the node without asking; nothing changes where another run holds it by now. */
export const releaseNode =
  (dependencies: ActivityDependencies) =>
  (task: NodeTask): Promise<void> =>
    runNodeActivity(dependencies, { ...task, cluster: withLittlePatience(task.cluster) }, ({ session, fence }) =>
      releaseFence(session, fence),
    );

function withLittlePatience(cluster: Cluster): Cluster {
  const { patience } = cluster.spec;
  const unreachableSeconds = Math.min(patience.unreachableSeconds, UNREACHABLE_SECONDS);
  return { ...cluster, spec: { ...cluster.spec, patience: { ...patience, unreachableSeconds } } };
}
