import type { Cluster, Node } from '../../config/cluster';
import type { Claim } from '../claim';
import type { EtcdMember, NodeFacts } from '../facts';
import type { UnreachableNode } from '../preflight/unreachable';

/** A node that is to be reset. */
export interface ResetTarget {
  readonly node: Node;
  /** Absent: no facts could be gathered. */
  readonly facts?: NodeFacts;
  /** Why there are no facts. */
  readonly silence?: UnreachableNode;
}

interface KnownNode {
  readonly node: Node;
  readonly facts: NodeFacts;
}

/** What the parts of a reset's plan are decided from. */
export interface ResetContext {
  readonly cluster: Cluster;
  readonly scope: 'cluster' | 'nodes';
  /** In the order in which they are reset. */
  readonly targets: readonly ResetTarget[];
  readonly staying: readonly Node[];
  /** Control planes that stay and answer, best first. */
  readonly peers: readonly KnownNode[];
  readonly known: readonly KnownNode[];
  readonly unreachable: readonly UnreachableNode[];
  readonly claim: Claim;
  /** Of etcd, as the best peer sees them. */
  readonly members: readonly EtcdMember[];
  /** Of the cluster's Nodes, as the best peer sees them. */
  readonly nodeNames: ReadonlySet<string>;
}
