import type { ActivityDependencies } from './activity-frame';
import { claimNode } from './claim-node';
import type { SlipwayActivities } from './contract';
import { diffNodes } from './diff-nodes';
import { installKubernetes } from './install-kubernetes';
import { installLoadBalancer } from './install-load-balancer';
import { installRuntime } from './install-runtime';
import { prepareNode } from './prepare-node';
import { pullImages } from './pull-images';
import { releaseNode } from './release-node';
import { wipeNode } from './wipe-node';

export type { ActivityDependencies } from './activity-frame';
export type { SlipwayActivities } from './contract';

/** Every activity, each made from the file of its name. */
const makers = {
  claimNode,
  diffNodes,
  installKubernetes,
  installLoadBalancer,
  installRuntime,
  prepareNode,
  pullImages,
  releaseNode,
  wipeNode,
} satisfies { [Name in keyof SlipwayActivities]?: (dependencies: ActivityDependencies) => SlipwayActivities[Name] };

/** The activities that a worker registers. */
export function createActivities(dependencies: ActivityDependencies): Pick<SlipwayActivities, keyof typeof makers> {
  const made = Object.entries(makers).map(([name, make]) => [name, make(dependencies)]);
  return Object.fromEntries(made) as Pick<SlipwayActivities, keyof typeof makers>;
}
