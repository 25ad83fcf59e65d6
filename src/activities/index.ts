import type { ActivityDependencies } from './activity-frame';
import { applyCni } from './apply-cni';
import { assessQuorum } from './assess-quorum';
import { claimNode } from './claim-node';
import type { SlipwayActivities } from './contract';
import { deleteNode } from './delete-node';
import { diffNodes } from './diff-nodes';
import { drainNode } from './drain-node';
import { etcdHealth } from './etcd-health';
import { finishControlPlaneJoin } from './finish-control-plane-join';
import { forgetNode } from './forget-node';
import { gatherFacts } from './gather-facts';
import { initControlPlane } from './init-control-plane';
import { installExternalEtcd } from './install-external-etcd';
import { installKubernetes } from './install-kubernetes';
import { installLoadBalancer } from './install-load-balancer';
import { installRuntime } from './install-runtime';
import { issueJoinMaterial } from './issue-join-material';
import { joinEtcdMember } from './join-etcd-member';
import { joinWorker } from './join-worker';
import { labelNodes } from './label-nodes';
import { leavePodNetwork } from './leave-pod-network';
import { planInstall } from './plan-install';
import { planReset } from './plan-reset';
import { prepareControlPlaneJoin } from './prepare-control-plane-join';
import { prepareNode } from './prepare-node';
import { pullImages } from './pull-images';
import { recoverEtcd } from './recover-etcd';
import { releaseNode } from './release-node';
import { removeEtcdMember } from './remove-etcd-member';
import { removeLearner } from './remove-learner';
import { removePodNetwork } from './remove-pod-network';
import { requestJoin } from './request-join';
import { resetNode } from './reset-node';
import { retireJoinMaterial } from './retire-join-material';
import { sealKubeconfig } from './seal-kubeconfig';
import { smokeTest } from './smoke-test';
import { updateApiServer } from './update-api-server';
import { waitNodesReady } from './wait-nodes-ready';
import { wipeNode } from './wipe-node';

export type { ActivityDependencies } from './activity-frame';
export type { SlipwayActivities } from './contract';

/** Every activity, each made from the file of its name. */
const makers: { [Name in keyof SlipwayActivities]: (dependencies: ActivityDependencies) => SlipwayActivities[Name] } = {
  applyCni,
  assessQuorum,
  claimNode,
  deleteNode,
  diffNodes,
  drainNode,
  etcdHealth,
  finishControlPlaneJoin,
  forgetNode,
  gatherFacts,
  initControlPlane,
  installExternalEtcd,
  installKubernetes,
  installLoadBalancer,
  installRuntime,
  issueJoinMaterial,
  joinEtcdMember,
  joinWorker,
  labelNodes,
  leavePodNetwork,
  planInstall,
  planReset,
  prepareControlPlaneJoin,
  prepareNode,
  pullImages,
  recoverEtcd,
  releaseNode,
  removeEtcdMember,
  removeLearner,
  removePodNetwork,
  requestJoin,
  resetNode,
  retireJoinMaterial,
  sealKubeconfig,
  smokeTest,
  updateApiServer,
  waitNodesReady,
  wipeNode,
};

/** The activities that a worker registers. */
export function createActivities(dependencies: ActivityDependencies): SlipwayActivities {
  const made = Object.entries(makers).map(([name, make]) => [name, make(dependencies)]);
  return Object.fromEntries(made) as SlipwayActivities;
}
