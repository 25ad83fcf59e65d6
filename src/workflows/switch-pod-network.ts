import { kubernetesNodes } from '../config/nodes';
import { scopeCluster } from '../config/scope-cluster';
import type { Claims } from './claims';
import type { InstallProgress } from './install-progress';
import type { Run } from './run';

/**
 * Takes the pod network away that an approved switch replaces: its objects first, so that nothing of it runs, then what
 * it has on the nodes, one node at a time. Goes on from where it stopped when it is called again. Afterwards no pod has
 * a network, until another one is applied.
 */
export async function leavePodNetwork(run: Run, claims: Claims, progress: InstallProgress): Promise<void> {
  const { podNetwork, fence, initNode } = progress.agreed.plan;
  if (podNetwork?.move !== 'switch') return;
  const network = podNetwork.from;
  const nodes = kubernetesNodes(run.cluster).map(({ name }) => name);
  for (const node of nodes) await claims.claim(node);
  if (progress.podNetworkLeft === undefined) {
    const [controlPlane = initNode] = progress.live;
    const input = { cluster: scopeCluster(run.cluster, controlPlane), fence, controlPlane, network };
    await run.perform('removePodNetwork', input, { through: controlPlane });
    progress.podNetworkLeft = [];
  }
  for (const node of nodes) {
    if (progress.podNetworkLeft.includes(node)) continue;
    await run.perform('leavePodNetwork', { ...claims.task(node), network }, { through: node });
    progress.podNetworkLeft = [...progress.podNetworkLeft, node];
  }
}
