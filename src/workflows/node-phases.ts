import type { Cluster } from '../config/cluster';
import { isControlPlane } from '../config/nodes';
import type { NodePlan } from '../plan/install-plan';
import type { NodePhase } from './phases';

/** Load balancers that put nothing on the control planes. */
const NOT_ON_NODES = ['none', 'external'];

/** What lies ahead of a node, in order. */
export function phasesOfNode(cluster: Cluster, node: string, membership: NodePlan['membership']): NodePhase[] {
  const carriesLoadBalancer =
    !NOT_ON_NODES.includes(cluster.spec.loadBalancer.name) &&
    cluster.spec.nodes.some((candidate) => candidate.name === node && isControlPlane(candidate));
  return [
    'prepare',
    'runtime',
    ...(carriesLoadBalancer ? (['load-balancer'] as const) : []),
    'kubernetes',
    'images',
    ...(membership === 'none' ? [] : [membership]),
  ];
}
