import type { Cluster, Node } from '../cluster';
import { isControlPlane } from '../nodes';

/** Fields of `spec.loadBalancer` beside its name. */
export type LoadBalancerSetting = 'interface' | 'virtualRouterId' | 'prefixLength' | 'vrrp' | 'image' | 'options';

/** What the cluster file, the plan and the workflows must know of a load balancer. */
export interface LoadBalancerChoice {
  /** Fields that it reads: another one would be a silent mistake. Left out: any. */
  readonly settings?: readonly LoadBalancerSetting[];
  /** Nodes that have something of it on them. */
  readonly carriedBy: 'nobody' | 'control-planes' | 'every-node';
  /**
   * What the host of the endpoint is: an address that the load balancer holds, every node's own loopback address, the
   * only control plane, or somebody else's.
   */
  readonly endpoint: 'vip' | 'loopback' | 'control-plane' | 'foreign';
  /** It listens on the endpoint's port on the nodes that carry it; else connections reach the API servers themselves. */
  readonly listens: boolean;
  /** Where it answers for itself, on the loopback of the nodes that carry it. */
  readonly healthPort?: number;
  /** The oldest minor of Kubernetes that it works with. */
  readonly oldestMinor?: number;
}

export const LOAD_BALANCER_CHOICES = {
  'keepalived-haproxy': {
    settings: ['interface', 'virtualRouterId', 'prefixLength', 'vrrp'],
    carriedBy: 'control-planes',
    endpoint: 'vip',
    listens: true,
    healthPort: 18_443,
  },
  'kube-vip': {
    settings: ['interface', 'image'],
    carriedBy: 'control-planes',
    endpoint: 'vip',
    listens: false,
    // A join of earlier ones refuses a node that has a static pod already.
    oldestMinor: 23,
  },
  'local-haproxy': { settings: [], carriedBy: 'every-node', endpoint: 'loopback', listens: true, healthPort: 18_443 },
  external: { settings: [], carriedBy: 'nobody', endpoint: 'foreign', listens: false },
  none: { settings: [], carriedBy: 'nobody', endpoint: 'control-plane', listens: false },
} as const satisfies Readonly<Record<string, LoadBalancerChoice>>;

/** One of a catalog of one's own is taken to stand on the control planes, and to see to its endpoint itself. */
const OF_ONES_OWN: LoadBalancerChoice = { carriedBy: 'control-planes', endpoint: 'foreign', listens: false };

/** What is known of the load balancer of this name. */
export function loadBalancerChoice(name: string): LoadBalancerChoice {
  const known: Readonly<Record<string, LoadBalancerChoice>> = LOAD_BALANCER_CHOICES;
  return (Object.hasOwn(known, name) ? known[name] : undefined) ?? OF_ONES_OWN;
}

/** Whether something of the load balancer is on the node. */
export function carriesLoadBalancer({ spec }: Cluster, node: Node): boolean {
  const { carriedBy } = loadBalancerChoice(spec.loadBalancer.name);
  return carriedBy === 'every-node' || (carriedBy === 'control-planes' && isControlPlane(node));
}
