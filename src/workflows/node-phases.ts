import { carriesLoadBalancer } from '../config/choices/load-balancer';
import type { Cluster } from '../config/cluster';
import { isKubernetesNode, nodeByName } from '../config/nodes';
import type { NodePlan } from '../plan/install-plan';
import type { InstallNodePhase } from './phases';

/** Whether the node has something of the load balancer on it that names the control planes. */
export function isBalanced(cluster: Cluster, name: string): boolean {
  const node = cluster.spec.nodes.find((candidate) => candidate.name === name);
  return node !== undefined && carriesLoadBalancer(cluster, node);
}

/** The phases that bring a node to what every member of the cluster needs; its own workflow walks them. */
export type StepPhase = Exclude<InstallNodePhase, 'init' | 'join'>;

/** What lies ahead of a node in its own workflow, in order. */
export function stepPhasesOfNode(cluster: Cluster, node: string): StepPhase[] {
  if (!isKubernetesNode(nodeByName(cluster, node))) return ['prepare'];
  const balances = isBalanced(cluster, node);
  return ['prepare', 'runtime', ...(balances ? (['load-balancer'] as const) : []), 'kubernetes', 'images'];
}

/** What lies ahead of a node, in order. */
export function phasesOfNode(cluster: Cluster, node: string, membership: NodePlan['membership']): InstallNodePhase[] {
  return [...stepPhasesOfNode(cluster, node), ...(entersCluster(membership) ? [membership] : [])];
}

/** The node becomes one of the cluster's Nodes. */
export function entersCluster(membership: NodePlan['membership']): membership is 'init' | 'join' {
  return membership === 'init' || membership === 'join';
}
