import type { SlipwayActivities } from '../activities/contract';
import type { Cluster } from '../config/cluster';

/** What an activity does, as the Web UI's timeline and a failure name it. */
export function activityTitle(name: keyof SlipwayActivities, cluster: Cluster): string {
  const { kubernetes, runtime, cni, loadBalancer } = cluster.spec;
  const titles: Readonly<Record<keyof SlipwayActivities, string>> = {
    gatherFacts: 'Gather facts',
    planInstall: 'Check the facts and plan the install',
    claimNode: 'Claim the node for this run',
    releaseNode: 'Release the node',
    wipeNode: 'Wipe what an earlier cluster left',
    prepareNode: 'Prepare the operating system',
    installRuntime: `Install ${runtime.name} ${runtime.version ?? ''}`.trimEnd(),
    installLoadBalancer: `Set up ${loadBalancer.name}`,
    installKubernetes: `Install Kubernetes ${kubernetes.version}`,
    pullImages: `Pull the images of ${kubernetes.version}`,
    installExternalEtcd: 'Bring up the external etcd',
    updateApiServer: 'Let the API server ask etcd where it is now',
    initControlPlane: 'kubeadm init',
    requestJoin: 'Make a one-time key for the join',
    issueJoinMaterial: 'Issue join material',
    prepareControlPlaneJoin: 'kubeadm join: certificates and manifests',
    joinEtcdMember: 'kubeadm join: etcd member',
    finishControlPlaneJoin: 'kubeadm join: control plane up',
    joinWorker: 'kubeadm join',
    applyCni: `Apply ${cni.name}`,
    removePodNetwork: 'Remove the old pod network',
    leavePodNetwork: 'Take the old pod network off the node',
    labelNodes: 'Set labels and taints',
    removeLearner: 'Remove the unfinished etcd member',
    retireJoinMaterial: 'Retire the join material',
    assessQuorum: 'Ask every member of etcd for its quorum',
    recoverEtcd: 'Let etcd go on with this member alone',
    etcdHealth: 'Check etcd',
    waitNodesReady: 'Wait until the nodes are Ready',
    smokeTest: 'Smoke test: pods, NodePort, DNS',
    sealKubeconfig: 'Seal the kubeconfig to its reader',
    diffNodes: 'Compare files',
    planReset: 'Check the facts and plan the reset',
    drainNode: 'Drain',
    removeEtcdMember: 'Remove the etcd member',
    resetNode: 'kubeadm reset, and what it leaves',
    forgetNode: 'Forget the node',
    deleteNode: 'Delete the Node',
  };
  return titles[name];
}
