import type { Cluster } from '../config/cluster';
import { isControlPlane } from '../config/nodes';
import type { NodePlan } from '../plan/install-plan';
import type { InstallNodePhase } from './phases';

/** Load balancers that put nothing on the control planes. */
const NOT_ON_NODES = ['none', 'external'];

/** Whether the node has a load balancer on it that names the control planes. */
export function carriesLoadBalancer({ spec }: Cluster, node: string): boolean {
  return (
    !NOT_ON_NODES.includes(spec.loadBalancer.name) &&
    spec.nodes.some((candidate) => candidate.name === node && isControlPlane(candidate))
  );
}

/** The phases that bring a node to what every member of the cluster needs; its own workflow walks them. */
export type StepPhase = Exclude<InstallNodePhase, 'init' | 'join'>;

/** What lies ahead of a node in its own workflow, in order. */
export function stepPhasesOfNode(cluster: Cluster, node: string): StepPhase[] {
  const balances = carriesLoadBalancer(cluster, node);
  return ['prepare', 'runtime', ...(balances ? (['load-balancer'] as const) : []), 'kubernetes', 'images'];
}

/** What lies ahead of a node, in order. */
export function phasesOfNode(cluster: Cluster, node: string, membership: NodePlan['membership']): InstallNodePhase[] {
  return [...stepPhasesOfNode(cluster, node), ...(membership === 'none' ? [] : [membership])];
}
