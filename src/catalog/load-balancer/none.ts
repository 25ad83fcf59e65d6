import type { LoadBalancerKind } from './kind';

/** The endpoint is the only control plane itself. */
export const none: LoadBalancerKind = { shareOf: () => undefined, ports: () => [] };
