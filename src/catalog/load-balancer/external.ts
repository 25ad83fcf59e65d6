import type { LoadBalancerKind } from './kind';

/** A load balancer that somebody else keeps: nothing on the nodes. */
export const external: LoadBalancerKind = { shareOf: () => undefined, ports: () => [] };
