import type { ActivityDependencies } from './activity-frame';
import { applyCni } from './apply-cni';
import { claimNode } from './claim-node';
import type { SlipwayActivities } from './contract';
import { diffNodes } from './diff-nodes';
import { etcdHealth } from './etcd-health';
import { installKubernetes } from './install-kubernetes';
import { installLoadBalancer } from './install-load-balancer';
import { installRuntime } from './install-runtime';
import { labelNodes } from './label-nodes';
import { prepareNode } from './prepare-node';
import { pullImages } from './pull-images';
import { releaseNode } from './release-node';
import { smokeTest } from './smoke-test';
import { waitNodesReady } from './wait-nodes-ready';
import { wipeNode } from './wipe-node';

export type { ActivityDependencies } from './activity-frame';
export type { SlipwayActivities } from './contract';

/** Every activity, each made from the file of its name. */
const makers = {
  applyCni,
  claimNode,
  diffNodes,
  etcdHealth,
  installKubernetes,
  installLoadBalancer,
  installRuntime,
  labelNodes,
  prepareNode,
  pullImages,
  releaseNode,
  smokeTest,
  waitNodesReady,
  wipeNode,
} satisfies { [Name in keyof SlipwayActivities]?: (dependencies: ActivityDependencies) => SlipwayActivities[Name] };

/** The activities that a worker registers. */
export function createActivities(dependencies: ActivityDependencies): Pick<SlipwayActivities, keyof typeof makers> {
  const made = Object.entries(makers).map(([name, make]) => [name, make(dependencies)]);
  return Object.fromEntries(made) as Pick<SlipwayActivities, keyof typeof makers>;
}
