import type { ActivityDependencies } from './activity-frame';
import { applyCni } from './apply-cni';
import { claimNode } from './claim-node';
import type { SlipwayActivities } from './contract';
import { diffNodes } from './diff-nodes';
import { etcdHealth } from './etcd-health';
import { finishControlPlaneJoin } from './finish-control-plane-join';
import { gatherFacts } from './gather-facts';
import { initControlPlane } from './init-control-plane';
import { installKubernetes } from './install-kubernetes';
import { installLoadBalancer } from './install-load-balancer';
import { installRuntime } from './install-runtime';
import { issueJoinMaterial } from './issue-join-material';
import { joinEtcdMember } from './join-etcd-member';
import { joinWorker } from './join-worker';
import { labelNodes } from './label-nodes';
import { planInstall } from './plan-install';
import { prepareControlPlaneJoin } from './prepare-control-plane-join';
import { prepareNode } from './prepare-node';
import { pullImages } from './pull-images';
import { releaseNode } from './release-node';
import { requestJoin } from './request-join';
import { retireJoinMaterial } from './retire-join-material';
import { sealKubeconfig } from './seal-kubeconfig';
import { smokeTest } from './smoke-test';
import { waitNodesReady } from './wait-nodes-ready';
import { wipeNode } from './wipe-node';

export type { ActivityDependencies } from './activity-frame';
export type { SlipwayActivities } from './contract';

/** Every activity, each made from the file of its name. */
const makers: { [Name in keyof SlipwayActivities]: (dependencies: ActivityDependencies) => SlipwayActivities[Name] } = {
  applyCni,
  claimNode,
  diffNodes,
  etcdHealth,
  finishControlPlaneJoin,
  gatherFacts,
  initControlPlane,
  installKubernetes,
  installLoadBalancer,
  installRuntime,
  issueJoinMaterial,
  joinEtcdMember,
  joinWorker,
  labelNodes,
  planInstall,
  prepareControlPlaneJoin,
  prepareNode,
  pullImages,
  releaseNode,
  requestJoin,
  retireJoinMaterial,
  sealKubeconfig,
  smokeTest,
  waitNodesReady,
  wipeNode,
};

/** The activities that a worker registers. */
export function createActivities(dependencies: ActivityDependencies): SlipwayActivities {
  const made = Object.entries(makers).map(([name, make]) => [name, make(dependencies)]);
  return Object.fromEntries(made) as SlipwayActivities;
}
