import type { Cluster, Node } from '../../config/cluster';
import type { NodeFacts } from '../facts';
import type { LinkProbe } from '../link-probe';
import type { OsSupport } from '../os-support';
import type { PodNetworkDecision } from '../pod-network';
import type { PreflightFinding } from '../preflight-finding';

/**
 * How far a node is: `new` to this cluster, `ours` when a run of this cluster has begun with it, `member` when it has
 * joined. A member is not asked again what only matters to a machine that Kubernetes is about to be put on.
 */
export type NodeStage = 'new' | 'ours' | 'member';

export interface NodeContext {
  readonly cluster: Cluster;
  readonly node: Node;
  readonly facts: NodeFacts;
  readonly stage: NodeStage;
  /** Where the runtime keeps its images, the largest thing on a node. */
  readonly imageDirectory: string;
  readonly supportedOs: OsSupport;
}

export interface ClusterContext {
  readonly cluster: Cluster;
  readonly nodes: readonly NodeContext[];
  readonly links: readonly LinkProbe[];
  /** What the file of the wanted pod network in /etc/cni/net.d has in its name; absent: a record says more, or it is not known. */
  readonly podNetworkConfig?: string;
  /** What is to be done about the pod network of a live cluster; absent: nothing. */
  readonly podNetwork?: PodNetworkDecision;
}

/** A finding about one node; the node's name is filled in. */
export type NodeFinding = Omit<PreflightFinding, 'node'>;
export type NodeRule = (context: NodeContext) => readonly NodeFinding[];
export type ClusterRule = (context: ClusterContext) => readonly PreflightFinding[];

type Said = { readonly id: string; readonly message: string; readonly fix: string };

/** Only a person can change it; stops the run before anything is changed. */
export function yoursToFix(id: string, message: string, fix: string): NodeFinding {
  return { id, message, fix, verdict: { kind: 'yours-to-fix' } };
}

/** The run puts it right by itself, in this step. */
export function repairedBy(step: string, { id, message, fix }: Said): NodeFinding {
  return { id, message, fix, verdict: { kind: 'repaired', step } };
}
