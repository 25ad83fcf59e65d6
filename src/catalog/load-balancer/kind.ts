import type { LoadBalancerChoice } from '../../config/choices/load-balancer';
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
  /** Images that the node runs for it. */
  readonly images?: readonly string[];
  readonly adminKubeconfig?: AdminKubeconfig;
  /** Booleans of SELinux without which its programs may not listen or connect where they are to. */
  readonly selinuxBooleans?: readonly string[];
}

/** A kubeconfig with which something on the node asks the API, from the moment that there is one. */
export interface AdminKubeconfig {
  /** Path of a link to the one that has its rights. */
  readonly link: string;
  /** The one that kubeadm will write when it begins the cluster on this node. */
  readonly begins: 'admin.conf' | 'super-admin.conf';
}

/** What stands before the control planes and answers under the control plane endpoint. */
export interface LoadBalancerKind {
  /** How the cluster file is judged, for one of a catalog of one's own; that of a built-in one stands in `config`. */
  readonly choice?: Partial<LoadBalancerChoice>;
  /** Undefined where the node has no part in it. */
  shareOf(input: LoadBalancerInput): LoadBalancerShare | undefined;
  /** What the node must let in for it; nothing where the node has no part in it. */
  ports(cluster: Cluster, node: Node): readonly NetworkPort[];
}
