import type { Cluster, Node } from '../../config/cluster';
import type { NetworkInterface } from '../../plan/facts';
import type { FileResource } from '../../resources/resource';
import type { NetworkPort } from '../network-port';
import type { Tool } from '../os/kind';
import type { Service } from '../service';

export interface LoadBalancerInput {
  readonly cluster: Cluster;
  readonly node: Node;
  readonly interfaces: readonly NetworkInterface[];
}

/** What one node contributes to the load balancer. */
export interface LoadBalancerShare {
  readonly tools: readonly Tool[];
  readonly files: readonly FileResource[];
  readonly services: readonly Service[];
}

/** What stands before the control planes and answers under the control plane endpoint. */
export interface LoadBalancerKind {
  /** Undefined where the node has no part in it. */
  shareOf(input: LoadBalancerInput): LoadBalancerShare | undefined;
  /** What the node must let in for it; nothing where the node has no part in it. */
  ports(cluster: Cluster, node: Node): readonly NetworkPort[];
}
