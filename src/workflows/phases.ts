import type { PhaseName } from './messages';

/** Every phase in the order that a person reads them, with its title. */
export const PHASE_TITLES = {
  facts: 'Gather facts',
  preflight: 'Preflight',
  prepare: 'Prepare the node',
  runtime: 'Container runtime',
  'load-balancer': 'Load balancer',
  kubernetes: 'Kubernetes binaries',
  images: 'Images',
  init: 'First control plane',
  cni: 'Pod network',
  join: 'Join',
  'etcd-health': 'etcd health',
  'nodes-ready': 'Nodes Ready',
  labels: 'Labels and taints',
  'smoke-test': 'Smoke test',
} as const satisfies Record<PhaseName, string>;

export const PHASES = Object.keys(PHASE_TITLES) as PhaseName[];

/** The phases that are made of work on single nodes: the columns of the node table. */
export const NODE_PHASES = ['prepare', 'runtime', 'load-balancer', 'kubernetes', 'images', 'init', 'join'] as const;

export type NodePhase = (typeof NODE_PHASES)[number];

export function isNodePhase(phase: PhaseName): phase is NodePhase {
  return (NODE_PHASES as readonly PhaseName[]).includes(phase);
}
