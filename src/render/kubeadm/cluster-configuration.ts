import type { Cluster } from '../../config/cluster';
import { controlPlanesOf } from '../parts/control-planes';
import { hostOf } from '../parts/endpoint';
import { type JsonObject, mergeOverride } from '../parts/merge';

export const KUBEADM_API = 'kubeadm.k8s.io/v1beta4';

/** The effective ClusterConfiguration: what every control plane of the cluster is made from. */
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
  };
  return mergeOverride(base, kubeadm.clusterConfiguration);
}

/** Names under which an API server is reached, beyond those that kubeadm adds itself. */
function listCertSans(cluster: Cluster): string[] {
  const names = controlPlanesOf(cluster).flatMap((node) => [node.name, node.address]);
  return [...new Set([hostOf(cluster.spec.controlPlaneEndpoint), ...names, 'localhost', '127.0.0.1'])];
}
