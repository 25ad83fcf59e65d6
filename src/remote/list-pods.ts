import type { NodePods } from '../plan/reset/losses';
import type { Kubectl } from './kubectl';

const COLUMNS = [
  'NAMESPACE:.metadata.namespace',
  'NAME:.metadata.name',
  'OWNER:.metadata.ownerReferences[?(@.controller==true)].kind',
  'PHASE:.status.phase',
];

/** Makers whose pods belong to the node: they go with it and come back with it. */
const OF_THE_NODE = ['DaemonSet', 'Node'];
const ENDED = ['Succeeded', 'Failed'];

/** The pods on a node that a drain moves or ends. Errors: KubectlFailed, SshError. */
export async function listPods(kubectl: Kubectl, node: string, signal?: AbortSignal): Promise<NodePods> {
  const selector = `--field-selector=spec.nodeName=${node}`;
  const format = `custom-columns=${COLUMNS.join(',')}`;
  const args = ['get', 'pods', '--all-namespaces', selector, '--no-headers', '-o', format];
  const table = await kubectl.run(args, signal ? { signal } : {});
  const pods = table.split('\n').flatMap((line) => {
    const [namespace, name, owner, phase = ''] = line.trim().split(/\s+/);
    return namespace && name && owner && !ENDED.includes(phase) ? [{ title: `${namespace}/${name}`, owner }] : [];
  });
  const ofCluster = pods.filter(({ owner }) => !OF_THE_NODE.includes(owner));
  const isLost = ({ owner }: { readonly owner: string }) => owner === '<none>';
  return {
    node,
    moved: ofCluster.filter((pod) => !isLost(pod)).map(({ title }) => title),
    lost: ofCluster.filter(isLost).map(({ title }) => title),
  };
}
