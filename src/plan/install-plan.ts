import type { PodNetworkPlan } from './pod-network';
import type { PreflightFinding } from './preflight-finding';

/** What one node needs, decided from facts. */
export interface NodePlan {
  readonly node: string;
  readonly controlPlane: boolean;
  /** Steps with something pending; empty and `membership: none` means the node needs nothing. */
  readonly pendingSteps: readonly string[];
  /** `etcd`: a machine that is to run a member of an external etcd, and no kubelet. */
  readonly membership: 'init' | 'join' | 'etcd' | 'none';
  /** An earlier run of this cluster was ended before it had let go of the node. */
  readonly unreleased?: true;
  /** A member that is not Ready, or does not carry its labels and taints: the end of the install is gone through again. */
  readonly unsettled?: true;
}

/** The decision that a run walks; recorded as an activity's result, never recomputed in a workflow. */
export interface InstallPlan {
  /** SHA-256 over what a person would approve: moves, nodes, what is wiped. */
  readonly digest: string;
  readonly initNode: string;
  readonly nodes: readonly NodePlan[];
  readonly findings: readonly PreflightFinding[];
  /** Leftover state per node that the wipe gate would remove, as paths and units. */
  readonly wipe: readonly { readonly node: string; readonly items: readonly string[] }[];
  /** Runs that hold nodes and would be superseded. */
  readonly takeOver: readonly { readonly node: string; readonly holder: string }[];
  /** The fence that this run claims nodes with: the cluster's UID (new or found) and the next epoch. */
  readonly fence: { readonly clusterUid: string; readonly epoch: number; readonly holder: string };
  /** Live control planes found, best first: joins and reads go through these. */
  readonly liveControlPlanes: readonly string[];
  /** The cluster has an etcd, and none of its control planes answers, or a recovery of etcd was cut off. */
  readonly isEtcdInDoubt?: true;
  /** Nodes of an external etcd that is still to be brought up, or not as the file wants it; empty: somebody else's. */
  readonly etcd?: readonly string[];
  /** Control planes whose API server restarts, one after the other, to ask an external etcd where the file says. */
  readonly apiServers?: readonly string[];
  /** What is to be done about the pod network of a live cluster; absent: nothing. */
  readonly podNetwork?: PodNetworkPlan;
  /** Nothing pending anywhere. */
  readonly isNoop: boolean;
}
