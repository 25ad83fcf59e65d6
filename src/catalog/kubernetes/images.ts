import type { Cluster, Node } from '../../config/cluster';
import { kubernetesSupport } from '../../config/kubernetes-support';
import { isControlPlane } from '../../render/parts/control-planes';
import { hasExternalEtcd } from '../../render/parts/external-etcd';
import { isJsonObject, type Json, type JsonObject } from '../../render/parts/merge';
import { buildClusterConfiguration } from '../../render/kubeadm/cluster-configuration';
import { leftOutAddons } from './left-out-addons';
import { componentTags } from './releases';

const DEFAULT_REPOSITORY = 'registry.k8s.io';

/** Image of the pod sandbox: the cluster file's, or the pause image that belongs to the Kubernetes version. */
export function sandboxImage({ spec: { runtime, kubernetes } }: Cluster): string {
  const { pause = '3.10' } = componentTags(kubernetes.version);
  return runtime.sandboxImage ?? `${kubernetes.imageRepository}/pause:${pause}`;
}

/**
 * Images that kubeadm makes the node run, in the order in which they are needed. What cannot be known before kubeadm
 * itself is asked (the etcd and CoreDNS of a release newer than the table) is left out; kubeadm pulls it then.
 */
export function kubernetesImages(cluster: Cluster, node: Node): string[] {
  const { version } = cluster.spec.kubernetes;
  const configuration = buildClusterConfiguration(cluster);
  const repository = textAt(configuration, 'imageRepository') ?? DEFAULT_REPOSITORY;
  const ofKubernetes = (name: string) => `${repository}/${name}:${version}`;
  const leftOut = leftOutAddons(cluster);
  const proxy = leftOut.includes('kube-proxy') ? [] : [ofKubernetes('kube-proxy')];
  if (!isControlPlane(node)) return proxy;
  return [
    ...(hasExternalEtcd(cluster) ? [] : etcdImage(configuration, repository, version)),
    ...['kube-apiserver', 'kube-controller-manager', 'kube-scheduler'].map(ofKubernetes),
    ...proxy,
    ...(leftOut.includes('coredns') ? [] : dnsImage(configuration, repository, version)),
  ];
}

function etcdImage(configuration: JsonObject, repository: string, version: string): string[] {
  const tag = textAt(configuration, 'etcd', 'local', 'imageTag') ?? componentTags(version).etcd;
  return tag === undefined
    ? []
    : [`${textAt(configuration, 'etcd', 'local', 'imageRepository') ?? repository}/etcd:${tag}`];
}

/** Only in Kubernetes' own registry is CoreDNS one level deeper, and only the newer one. */
function dnsImage(configuration: JsonObject, repository: string, version: string): string[] {
  const tag = textAt(configuration, 'dns', 'imageTag') ?? componentTags(version).coredns;
  const home = textAt(configuration, 'dns', 'imageRepository') ?? repository;
  const isDeeper = home === DEFAULT_REPOSITORY && kubernetesSupport(version).hasDeepCoreDns;
  return tag === undefined ? [] : [`${isDeeper ? `${home}/coredns` : home}/coredns:${tag}`];
}

/** An empty text is as good as none, as kubeadm sees it. */
function textAt(configuration: JsonObject, ...path: readonly string[]): string | undefined {
  const value = valueAt(configuration, path);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function valueAt(value: Json | undefined, path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>((found, key) => (isJsonObject(found) ? found[key] : undefined), value);
}
