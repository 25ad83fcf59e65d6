import type { Fence } from './fence';
import type { PreflightFinding } from './preflight-finding';

/** What becomes of one node, decided from facts. */
export interface ResetNodePlan {
  readonly node: string;
  readonly controlPlane: boolean;
  /** It runs a member of an external etcd and no kubelet. */
  readonly etcdAlone?: true;
  /** False: the machine does not answer. It is taken out of the cluster, and what is on it stays. */
  readonly reachable: boolean;
  /** Its pods are moved to other nodes first. */
  readonly drains: boolean;
  /** Its etcd member is removed through a control plane that stays. */
  readonly leavesEtcd: boolean;
  /** Everything that is lost, in words. */
  readonly losses: readonly string[];
}

/** The decision that a reset walks; recorded as an activity's result, never recomputed in a workflow. */
export interface ResetPlan {
  /** SHA-256 over what a person approves: the nodes and everything that is lost, without counts that change by themselves. */
  readonly digest: string;
  /** `cluster`: all that there is goes. `nodes`: the cluster goes on without these. */
  readonly scope: 'cluster' | 'nodes';
  /** In the order in which they are reset. */
  readonly nodes: readonly ResetNodePlan[];
  /** Control planes that answer and stay, best first; none where everything goes. */
  readonly peers: readonly string[];
  readonly findings: readonly PreflightFinding[];
  /** Runs that hold nodes and would be superseded. */
  readonly takeOver: readonly { readonly node: string; readonly holder: string }[];
  readonly fence: Fence;
  /** Nodes that stay, and that a run which was ended outright still holds. */
  readonly unreleased?: readonly string[];
  /** Nothing of the cluster is on any of the nodes, and the cluster knows none of them. */
  readonly isNoop: boolean;
}
