import type { Cluster } from '../config/cluster';
import { isControlPlane } from '../config/nodes';
import type { NodePlan } from '../plan/install-plan';
import type { NodePhase } from './phases';

/** Load balancers that put nothing on the control planes. */
const NOT_ON_NODES = ['none', 'external'];

/** The phases that bring a node to what every member of the cluster needs; its own workflow walks them. */
export type StepPhase = Exclude<NodePhase, 'init' | 'join'>;

/** What lies ahead of a node in its own workflow, in order. */
export function stepPhasesOfNode(cluster: Cluster, node: string): StepPhase[] {
  const carriesLoadBalancer =
    !NOT_ON_NODES.includes(cluster.spec.loadBalancer.name) &&
    cluster.spec.nodes.some((candidate) => candidate.name === node && isControlPlane(candidate));
  return ['prepare', 'runtime', ...(carriesLoadBalancer ? (['load-balancer'] as const) : []), 'kubernetes', 'images'];
}

/** What lies ahead of a node, in order. */
export function phasesOfNode(cluster: Cluster, node: string, membership: NodePlan['membership']): NodePhase[] {
  return [...stepPhasesOfNode(cluster, node), ...(membership === 'none' ? [] : [membership])];
}
