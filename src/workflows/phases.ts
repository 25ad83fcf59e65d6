import type { Operation, PhaseName, RunStatus } from './messages';

/** The title of every phase. */
export const PHASE_TITLES = {
  facts: 'Gather facts',
  preflight: 'Preflight',
  prepare: 'Prepare the node',
  runtime: 'Container runtime',
  'load-balancer': 'Load balancer',
  kubernetes: 'Kubernetes binaries',
  images: 'Images',
  etcd: 'External etcd',
  init: 'First control plane',
  cni: 'Pod network',
  join: 'Join',
  'etcd-health': 'etcd health',
  'nodes-ready': 'Nodes Ready',
  labels: 'Labels and taints',
  'smoke-test': 'Smoke test',
  drain: 'Drain',
  'etcd-member': 'Leave etcd',
  reset: 'Reset',
  'node-object': 'Delete the Node',
} as const satisfies Record<PhaseName, string>;

/** What each operation goes through, in the order that a person reads it. */
export const OPERATION_PHASES: Readonly<Record<Operation, readonly PhaseName[]>> = {
  install: [
    'facts',
    'preflight',
    'prepare',
    'runtime',
    'load-balancer',
    'kubernetes',
    'images',
    'etcd',
    'init',
    'cni',
    'join',
    'etcd-health',
    'nodes-ready',
    'labels',
    'smoke-test',
  ],
  reset: ['facts', 'preflight', 'drain', 'etcd-member', 'load-balancer', 'reset', 'node-object', 'etcd-health'],
};

/** The phases that are made of work on single nodes, in the order in which a node goes through those of its operation. */
export const NODE_PHASES = [
  'prepare',
  'runtime',
  'drain',
  'etcd-member',
  'load-balancer',
  'kubernetes',
  'images',
  'init',
  'join',
  'reset',
  'node-object',
] as const;

export type NodePhase = (typeof NODE_PHASES)[number];

/** Those that a node goes through on its way into a cluster. */
export type InstallNodePhase = Exclude<NodePhase, 'drain' | 'etcd-member' | 'reset' | 'node-object'>;

export function isNodePhase(phase: PhaseName): phase is NodePhase {
  return (NODE_PHASES as readonly PhaseName[]).includes(phase);
}

/** The columns of a run's node table. */
export function columnsOf({ operation = 'install' }: Pick<RunStatus, 'operation'>): readonly NodePhase[] {
  return NODE_PHASES.filter((phase) => OPERATION_PHASES[operation].includes(phase));
}
