import type { Cluster } from '../config/cluster';
import type { EtcdMemberHealth } from '../plan/etcd-health';
import type { NodeFacts } from '../plan/facts';
import type { Fence } from '../plan/fence';
import type { InstallPlan } from '../plan/install-plan';
import type { PodNetwork } from '../plan/pod-network';
import type { ResetPlan } from '../plan/reset-plan';
import type { EtcdRecovery, QuorumVerdict } from '../plan/lost-quorum';
import type { StepReport } from '../resources/report';

/**
 * Every activity takes one argument and returns plain data. `cluster` is scoped to the node where the name says so
 * (`scopeCluster`), so that inputs stay small. No input, result, heartbeat or failure carries a secret in the clear.
 */
export interface NodeTask {
  readonly cluster: Cluster;
  readonly node: string;
  readonly fence: Fence;
}

/** Work on one node's part in the cluster, done through a control plane that stays. */
export interface PeerTask extends NodeTask {
  readonly controlPlane: string;
}

export interface StepsResult {
  readonly steps: readonly StepReport[];
}

/** A public key (base64, X25519, SPKI DER) that join material may be sealed to; the private half is on the node's tmpfs. */
export interface JoinRequest {
  readonly node: string;
  readonly publicKey: string;
}

/** What may be known of join material; nothing in it is secret. */
export interface JoinEpoch {
  readonly epoch: number;
  readonly issuer: string;
  /** This call issued the epoch, since the one before was no longer good. */
  readonly issued?: true;
  /** ISO 8601. */
  readonly tokenExpiresAt: string;
  /** ISO 8601. */
  readonly certificateKeyExpiresAt: string;
}

/** Token, certificate key and CA hash, sealed to a JoinRequest. */
export interface JoinMaterial extends JoinEpoch {
  /** base64; readable only by the holder of the private half. */
  readonly sealed: string;
}

/** The same for several nodes, sealed to each of them. */
export interface IssuedMaterial extends JoinEpoch {
  readonly sealed: Readonly<Record<string, string>>;
}

export interface SealedKubeconfig {
  readonly sealed: string;
  readonly server: string;
}

export interface EtcdHealth {
  readonly members: readonly EtcdMemberHealth[];
  /** All voters healthy, no learner, no unnamed member, as many as control planes, equal hashes. */
  readonly healthy: boolean;
  readonly problems: readonly string[];
}

/** Where etcd had its quorum again when its turn came, nothing was done. `backup`: path on the node. */
export type RecoveryOutcome =
  | { readonly outcome: 'recovered'; readonly backup?: string }
  | { readonly outcome: 'quorum-is-back' };

export interface ReadyReport {
  readonly nodes: readonly {
    readonly name: string;
    readonly ready: boolean;
    readonly version: string;
    readonly reason?: string;
  }[];
}

export interface SmokeTestReport {
  readonly nodes: number;
  readonly podToPod: number;
  readonly nodePort: number;
  readonly dns: number;
  /** Payload of the full-MTU probe. */
  readonly payloadBytes: number;
  readonly tookMs: number;
}

/** The activities of all operations, named as a person reads them in the Web UI. */
export interface SlipwayActivities {
  /** Facts of several nodes of one site, one round trip each; a node that cannot be reached is in `unreachable`. */
  gatherFacts(input: {
    cluster: Cluster;
    nodes: readonly string[];
    /** Which steps are looked at. Default: those of an install. */
    purpose?: 'install' | 'reset';
  }): Promise<{
    facts: readonly NodeFacts[];
    unreachable: readonly { node: string; type: string; message: string }[];
    /** Exec round trips that this took, by node. */
    roundTrips: Readonly<Record<string, number>>;
  }>;
  /** Pure: findings, whether there is anything to do, the init node, what each node needs; plus probes between nodes. */
  planInstall(input: {
    cluster: Cluster;
    facts: readonly NodeFacts[];
    unreachable: readonly { node: string; type: string; message: string }[];
    holder: string;
  }): Promise<InstallPlan>;
  /** Writes the fence on the node; refuses (SupersededByRun) where a newer one stands. A node that `joins` asks for material. */
  claimNode(input: NodeTask & { takeOver: boolean; joins?: true }): Promise<{ fence: Fence; request?: JoinRequest }>;
  /** Marks the fence as released at the end of a run, so that the next run may claim without a gate. */
  releaseNode(input: NodeTask): Promise<void>;
  /** Removes what an earlier cluster left (only ever called behind the wipe gate). */
  wipeNode(input: NodeTask): Promise<{ removed: readonly string[] }>;
  prepareNode(input: NodeTask): Promise<StepsResult>;
  installRuntime(input: NodeTask): Promise<StepsResult>;
  installLoadBalancer(input: NodeTask): Promise<StepsResult>;
  installKubernetes(input: NodeTask): Promise<StepsResult>;
  pullImages(input: NodeTask): Promise<StepsResult>;
  /**
   * Every node with the role `etcd` has a healthy voting member: founded, started, added or replaced, whatever the nodes'
   * state calls for; and these control planes can reach etcd. `changes`: what was done, in words.
   */
  installExternalEtcd(input: {
    cluster: Cluster;
    fence: Fence;
    controlPlanes: readonly string[];
  }): Promise<{ changes: readonly string[] }>;
  /**
   * The API server of a live control plane runs with the file's endpoints of an external etcd, and is ready: kubeadm-config
   * has them, then its manifest. One control plane at a time in the cluster.
   */
  updateApiServer(input: NodeTask): Promise<{ changed: boolean }>;
  /** kubeadm init, from whatever state the node is in; done is proven by live state. */
  initControlPlane(input: NodeTask): Promise<{ move: 'init' | 'resume' | 'none'; clusterUid: string; caHash: string }>;
  /** A one-time key pair on the joining node's tmpfs, where the one that the claim made is gone. */
  requestJoin(input: NodeTask): Promise<JoinRequest>;
  /** Current material when it is good for `minimumValiditySeconds` more, else a new epoch; sealed to each request. */
  issueJoinMaterial(input: {
    cluster: Cluster;
    fence: Fence;
    /** Control planes that may issue, in order of preference. */
    issuers: readonly string[];
    requests: readonly JoinRequest[];
    forControlPlane: boolean;
    /** Epoch that failed the caller; material of this epoch or older is not given again. */
    rejectEpoch?: number;
    minimumValiditySeconds: number;
  }): Promise<IssuedMaterial>;
  /** Everything of a control-plane join before the etcd turn: preflight, certificates, kubeconfigs, manifests. */
  prepareControlPlaneJoin(input: NodeTask & { material: JoinMaterial }): Promise<{ move: 'join' | 'resume' | 'none' }>;
  /** check-etcd, kubelet-start, etcd-join until the member is a voter. One at a time in the cluster. */
  joinEtcdMember(input: NodeTask & { material: JoinMaterial }): Promise<{ move: 'join' | 'resume' | 'none' }>;
  /** The rest of a control-plane join: the node registered, marked, its control plane answering. */
  finishControlPlaneJoin(input: NodeTask & { material: JoinMaterial }): Promise<void>;
  joinWorker(input: NodeTask & { material: JoinMaterial }): Promise<{ move: 'join' | 'resume' | 'none' }>;
  /** Applies the CNI's manifest through a control plane; done when the API holds it (nodes Ready comes later). */
  applyCni(input: {
    cluster: Cluster;
    fence: Fence;
    controlPlane: string;
  }): Promise<{ applied: number; changed: number }>;
  /** The API has none of the objects of a pod network that is switched for another one, and nothing of it runs (only ever called behind its gate). */
  removePodNetwork(input: {
    cluster: Cluster;
    fence: Fence;
    controlPlane: string;
    network: PodNetwork;
  }): Promise<{ removed: number }>;
  /** Nothing of that pod network is on the node, and its pods have ended (only ever called behind its gate). */
  leavePodNetwork(input: NodeTask & { network: PodNetwork }): Promise<{ removed: readonly string[] }>;
  /** Labels and taints of every node as the file wants them; foreign ones stay. */
  labelNodes(input: { cluster: Cluster; fence: Fence; controlPlane: string }): Promise<{ changed: readonly string[] }>;
  /** Takes the node's learner out of etcd, through the first of the control planes that answers; ids of what went. */
  removeLearner(input: {
    cluster: Cluster;
    fence: Fence;
    controlPlanes: readonly string[];
    node: string;
  }): Promise<{ removed: readonly string[] }>;
  /** Takes tokens and uploaded certificates of this run's joins out of the API; how many tokens there were. */
  retireJoinMaterial(input: { cluster: Cluster; fence: Fence; controlPlane: string }): Promise<{ tokens: number }>;
  /** Whether etcd has a quorum, as its members say each by itself; `untilKept` looks again until it has, for 10 minutes. */
  assessQuorum(input: { cluster: Cluster; untilKept?: true }): Promise<QuorumVerdict>;
  /** etcd goes on with this control plane's member alone (only ever called behind the gate that showed the recovery). */
  recoverEtcd(input: NodeTask & { recovery: EtcdRecovery }): Promise<RecoveryOutcome>;
  etcdHealth(input: { cluster: Cluster; controlPlanes: readonly string[] }): Promise<EtcdHealth>;
  waitNodesReady(input: { cluster: Cluster; controlPlane: string; nodes: readonly string[] }): Promise<ReadyReport>;
  smokeTest(input: { cluster: Cluster; fence: Fence; controlPlane: string }): Promise<SmokeTestReport>;
  /** Admin kubeconfig from a control plane, its server set to the endpoint, sealed to the caller's public key. */
  sealKubeconfig(input: {
    cluster: Cluster;
    controlPlanes: readonly string[];
    publicKey: string;
  }): Promise<SealedKubeconfig>;
  /** Pure: what a reset would do and destroy; plus the pods that would be moved, asked of a control plane that stays. */
  planReset(input: {
    cluster: Cluster;
    facts: readonly NodeFacts[];
    unreachable: readonly { node: string; type: string; message: string }[];
    holder: string;
    /** Absent: the whole cluster. */
    nodes?: readonly string[];
    drain: boolean;
  }): Promise<ResetPlan>;
  /** The node takes no new pods and has none left that could run elsewhere; disruption budgets are respected. */
  drainNode(input: PeerTask): Promise<void>;
  /** etcd has no member of the node, as a control plane that stays says, and is healthy without it. */
  removeEtcdMember(input: PeerTask): Promise<{ removed: boolean }>;
  /** Nothing on the node is of the cluster any more (only ever called behind the reset gate). */
  resetNode(input: NodeTask): Promise<{ removed: readonly string[] }>;
  /** Nothing on the node says any more that a cluster holds it; nothing changes where another run does by now. */
  forgetNode(input: NodeTask): Promise<void>;
  /** The API has no Node of that name. */
  deleteNode(input: PeerTask): Promise<void>;
  /** What `install` would change on each node, with file diffs (unified, secrets redacted). */
  diffNodes(input: { cluster: Cluster; nodes: readonly string[] }): Promise<{ nodes: readonly NodeDiff[] }>;
}

/** What would change on one node. */
export interface NodeDiff {
  readonly node: string;
  readonly error?: string;
  readonly steps: readonly (StepReport & {
    readonly diffs: readonly { readonly path: string; readonly diff: string }[];
  })[];
}
