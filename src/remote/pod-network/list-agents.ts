import type { Kubectl } from '../kubectl';

const COLUMNS = [
  'NAMESPACE:.metadata.namespace',
  'NAME:.metadata.name',
  'NODE:.spec.nodeName',
  'OWNER:.metadata.ownerReferences[?(@.controller==true)].kind',
  'OF:.metadata.ownerReferences[?(@.controller==true)].name',
];

/** Pods of these DaemonSets (`namespace/name`), also of ones that are gone: `namespace/pod on node`. Errors: KubectlFailed, SshError. */
export async function listAgents(
  kubectl: Kubectl,
  daemonSets: readonly string[],
  signal: AbortSignal,
): Promise<string[]> {
  const args = ['get', 'pods', '--all-namespaces', '--no-headers', '-o', `custom-columns=${COLUMNS.join(',')}`];
  const table = await kubectl.run(args, { signal });
  return table.split('\n').flatMap((line) => {
    const [namespace, pod, node, owner, of] = line.trim().split(/\s+/);
    const isAgent = owner === 'DaemonSet' && daemonSets.includes(`${namespace}/${of}`);
    return isAgent ? [`${namespace}/${pod} on ${node}`] : [];
  });
}
