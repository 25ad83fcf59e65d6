import type { SlipwayActivities } from '../../src/activities/contract';
import type { Cluster } from '../../src/config/cluster';
import { controlPlanes } from '../../src/config/nodes';
import type { InstallPlan } from '../../src/plan/install-plan';
import type { ResetPlan } from '../../src/plan/reset-plan';

/** The plan of an install where these nodes are in the cluster already. */
export function planOf(cluster: Cluster, holder: string, joined: ReadonlySet<string>): InstallPlan {
  const planes = controlPlanes(cluster).map(({ name }) => name);
  const live = planes.filter((name) => joined.has(name));
  const initNode = planes[0] ?? '';
  const nodes = cluster.spec.nodes.map(({ name }) => {
    const membership = joined.has(name) ? 'none' : name === initNode && live.length === 0 ? 'init' : 'join';
    return {
      node: name,
      controlPlane: planes.includes(name),
      pendingSteps: membership === 'none' ? [] : ['hostname'],
      membership,
    } as const;
  });
  return {
    digest: `plan-${live.length}`,
    initNode,
    nodes,
    findings: [],
    wipe: [],
    takeOver: [],
    fence: { clusterUid: 'uid-1', epoch: 1, holder },
    liveControlPlanes: live,
    isNoop: nodes.every(({ pendingSteps }) => pendingSteps.length === 0),
  };
}

/** The plan of a reset where these nodes are in the cluster. */
export function resetPlanOf(
  { cluster, nodes: wanted, holder, drain }: Parameters<SlipwayActivities['planReset']>[0],
  joined: ReadonlySet<string>,
): ResetPlan {
  const planes = controlPlanes(cluster).map(({ name }) => name);
  const targets = cluster.spec.nodes.map(({ name }) => name).filter((name) => wanted?.includes(name) ?? true);
  const scope = wanted === undefined ? 'cluster' : 'nodes';
  const nodes = targets.map((node) => ({
    node,
    controlPlane: planes.includes(node),
    reachable: true,
    drains: scope === 'nodes' && drain,
    leavesEtcd: scope === 'nodes' && planes.includes(node),
    losses: joined.has(node) ? ['/var/lib/kubelet'] : [],
  }));
  return {
    digest: `reset-${targets.filter((node) => joined.has(node)).join('-')}`,
    scope,
    nodes: [...nodes.filter(({ controlPlane }) => !controlPlane), ...nodes.filter((node) => node.controlPlane)],
    peers: planes.filter((name) => !targets.includes(name)),
    findings: [],
    takeOver: [],
    fence: { clusterUid: 'uid-1', epoch: 2, holder },
    isNoop: nodes.every(({ losses }) => losses.length === 0),
  };
}
