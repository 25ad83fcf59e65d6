import type { Cluster } from '../../config/cluster';
import { kubernetesSupport } from '../../config/kubernetes-support';
import { controlPlanesOf } from '../parts/control-planes';
import { hostOf } from '../parts/endpoint';
import { ETCD_CLIENT_FILES, externalEndpoints, hasExternalEtcd } from '../parts/external-etcd';
import { type JsonObject, mergeOverride } from '../parts/merge';

const REGISTRY = 'registry.k8s.io';

export const KUBEADM_API = 'kubeadm.k8s.io/v1beta4';

/** The effective ClusterConfiguration, in v1beta4: what every control plane of the cluster is made from. */
export function buildClusterConfiguration(cluster: Cluster): JsonObject {
  const { kubernetes, networking, controlPlaneEndpoint, kubeadm } = cluster.spec;
  const base: JsonObject = {
    apiVersion: KUBEADM_API,
    kind: 'ClusterConfiguration',
    clusterName: cluster.metadata.name,
    kubernetesVersion: kubernetes.version,
    imageRepository: kubernetes.imageRepository,
    controlPlaneEndpoint,
    networking: { ...networking },
    apiServer: { certSANs: listCertSans(cluster) },
    ...describeDns(cluster),
    ...(hasExternalEtcd(cluster) && { etcd: { external: describeExternalEtcd(cluster) } }),
  };
  return mergeOverride(base, kubeadm.clusterConfiguration);
}

/** A kubeadm whose own registry is an older one looks for CoreDNS in the wrong place of this one. */
function describeDns({ spec: { kubernetes } }: Cluster): JsonObject {
  const { hasDeepCoreDns, knowsRegistry } = kubernetesSupport(kubernetes.version);
  const isMisled = kubernetes.imageRepository === REGISTRY && hasDeepCoreDns && !knowsRegistry;
  return isMisled ? { dns: { imageRepository: `${REGISTRY}/coredns` } } : {};
}

/** With `--upload-certs` kubeadm hands these files on, encrypted, to the control planes that join. */
function describeExternalEtcd(cluster: Cluster): JsonObject {
  const { ca, certificate, key } = ETCD_CLIENT_FILES;
  return { endpoints: [...externalEndpoints(cluster)], caFile: ca, certFile: certificate, keyFile: key };
}

/** Names under which an API server is reached, beyond those that kubeadm adds itself. */
function listCertSans(cluster: Cluster): string[] {
  const names = controlPlanesOf(cluster).flatMap((node) => [node.name, node.address]);
  return [...new Set([hostOf(cluster.spec.controlPlaneEndpoint), ...names, 'localhost', '127.0.0.1'])];
}
