import type { PodNetwork } from '../../plan/pod-network';
import type { Writer } from '../guard';
import type { Kubectl } from '../kubectl';

/** ConfigMap in kube-system in which Slipway keeps what it applied for the pod network. */
export const POD_NETWORK_RECORD = 'slipway-pod-network';

/** What the ConfigMap says; undefined where it is none of Slipway's. */
export function readRecord(configMap: unknown): PodNetwork | undefined {
  const { data } = (configMap ?? {}) as { readonly data?: Readonly<Record<string, string>> };
  if (data?.['name'] === undefined) return undefined;
  const { name, backend, digest, objects = '' } = data;
  return {
    name,
    objects: objects.split('\n').filter((line) => line !== ''),
    ...(backend !== undefined && { backend }),
    ...(digest !== undefined && { digest }),
  };
}

/** The record of the pod network; undefined: there is none. Errors: KubectlFailed, SshError. */
export async function fetchRecord(kubectl: Kubectl, signal?: AbortSignal): Promise<PodNetwork | undefined> {
  const args = ['-n', 'kube-system', 'get', 'configmap', POD_NETWORK_RECORD, '--ignore-not-found', '-o', 'json'];
  const answer = await kubectl.run(args, signal ? { signal } : {});
  return answer.trim() === '' ? undefined : readRecord(JSON.parse(answer));
}

/** The cluster says that this is its pod network. Errors: KubectlFailed, RemoteError of the guard, SshError. */
export async function writeRecord(
  kubectl: Kubectl,
  { objects, ...network }: PodNetwork,
  { writer, signal }: { readonly writer: Writer; readonly signal?: AbortSignal },
): Promise<void> {
  const configMap = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: POD_NETWORK_RECORD, namespace: 'kube-system' },
    data: { ...network, objects: objects.join('\n') },
  };
  const stdin = JSON.stringify(configMap);
  await kubectl.run(['apply', '-f', '-'], { writer, stdin, ...(signal && { signal }) });
}
