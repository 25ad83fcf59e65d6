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

/** The record as it stands in the cluster. */
export interface StoredRecord {
  readonly network: PodNetwork;
  /** Of the API server; another one means that somebody has written since. */
  readonly resourceVersion: string;
}

/** The record of the pod network; undefined: there is none. Errors: KubectlFailed, SshError. */
export async function fetchRecord(kubectl: Kubectl, signal?: AbortSignal): Promise<StoredRecord | undefined> {
  const args = ['-n', 'kube-system', 'get', 'configmap', POD_NETWORK_RECORD, '--ignore-not-found', '-o', 'json'];
  const answer = await kubectl.run(args, signal ? { signal } : {});
  if (answer.trim() === '') return undefined;
  const configMap = JSON.parse(answer) as { readonly metadata?: { readonly resourceVersion?: string } };
  const network = readRecord(configMap);
  return network && { network, resourceVersion: configMap.metadata?.resourceVersion ?? '' };
}

interface WriteOptions {
  readonly writer: Writer;
  readonly signal?: AbortSignal;
  /** The record that this one takes the place of; absent: there was none. */
  readonly after?: string | undefined;
}

/**
 * The cluster says that this is its pod network; the resource version of that. A worker that stood still since it has
 * looked writes nothing over what its replacement has written: KubectlFailed. Other errors: RemoteError of the guard,
 * SshError.
 */
export async function writeRecord(
  kubectl: Kubectl,
  { objects, ...network }: PodNetwork,
  { writer, signal, after }: WriteOptions,
): Promise<string> {
  const configMap = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: POD_NETWORK_RECORD,
      namespace: 'kube-system',
      ...(after !== undefined && { resourceVersion: after }),
    },
    data: { ...network, objects: objects.join('\n') },
  };
  const verb = after === undefined ? 'create' : 'replace';
  return (
    await kubectl.run([verb, '-f', '-', '-o', 'jsonpath={.metadata.resourceVersion}'], {
      writer,
      stdin: JSON.stringify(configMap),
      ...(signal && { signal }),
    })
  ).trim();
}
