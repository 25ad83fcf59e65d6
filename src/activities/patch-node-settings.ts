import type { Cluster } from '../config/cluster';
import { patchNodeSettings, type NodeObject } from '../plan/node-settings';
import type { Writer } from '../remote/guard';
import type { ControlPlaneAccess } from './control-plane-access';

/**
 * Labels and taints of every node of the file that has registered are as the file says; the nodes that were changed.
 * Errors: KubectlFailed (a Conflict means somebody changed the node meanwhile: try again), RemoteError of the guard.
 */
export async function patchNodes(
  { kubectl, signal, report }: ControlPlaneAccess,
  cluster: Cluster,
  writer: Writer,
): Promise<readonly string[]> {
  const live = await kubectl.json<{ items: readonly NodeObject[] }>(['get', 'nodes'], { signal });
  const changed: string[] = [];
  for (const node of cluster.spec.nodes) {
    const object = live.items.find((each) => each.metadata.name === node.name);
    const patch = object && patchNodeSettings(node, object);
    if (!patch) continue;
    report(`labels and taints of ${node.name}`);
    await kubectl.run(['patch', 'node', node.name, '--type=merge', '--patch', JSON.stringify(patch)], {
      signal,
      writer,
    });
    changed.push(node.name);
  }
  return changed;
}
