import type { PhaseName, SlipwayActivities } from '../../../../src';

/** What an install with a load balancer does in each of its phases, in the order in which they begin. */
export const ACTIVITY_OF_PHASE = {
  facts: 'gatherFacts',
  preflight: 'planInstall',
  prepare: 'prepareNode',
  runtime: 'installRuntime',
  'load-balancer': 'installLoadBalancer',
  kubernetes: 'installKubernetes',
  images: 'pullImages',
  init: 'initControlPlane',
  cni: 'applyCni',
  join: 'joinWorker',
  labels: 'labelNodes',
  'etcd-health': 'etcdHealth',
  'nodes-ready': 'waitNodesReady',
  'smoke-test': 'smokeTest',
} as const satisfies Partial<Record<PhaseName, keyof SlipwayActivities>>;
