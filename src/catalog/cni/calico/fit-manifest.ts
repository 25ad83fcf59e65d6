import type { Cluster } from '../../../config/cluster';
import { editContainers, editObject, replaceImages, setData, setEnvironment } from '../../edit-objects';
import type { KubernetesObject } from '../../kubernetes-object';
import { calicoBackend } from './backend';
import { isCalico } from './release';

const NODE = 'calico-node';
const TYPHA = 'calico-typha';
/** First release that programs nftables. */
const NFTABLES_SINCE = '3.29.0';
const OF_BIRD = new Set(['-bird-live', '-bird-ready']);

/** Calico's own calico.yaml or calico-typha.yaml, fitted to the cluster. Throws where it is another manifest. */
export function fitCalico(cluster: Cluster, fetched: readonly KubernetesObject[]): KubernetesObject[] {
  const { typhaReplicas: replicas = 0 } = cluster.spec.cni;
  const hasTypha = fetched.some(({ kind, metadata }) => kind === 'Deployment' && metadata.name === TYPHA);
  if (replicas > 0 && !hasTypha) {
    throw new Error(
      `the manifest has no Typha, and ${replicas} of it are wanted; take calico-typha.yaml, or set spec.cni.typhaReplicas to 0`,
    );
  }
  const configured = editObject(fetched, 'ConfigMap', 'calico-config', (map) =>
    setData(map, {
      calico_backend: calicoBackend(cluster).routes,
      veth_mtu: String(cluster.spec.cni.mtu ?? 0),
      typha_service_name: replicas > 0 ? TYPHA : 'none',
    }),
  );
  const node = editObject(configured, 'DaemonSet', NODE, (object) => fitNode(cluster, object));
  const typha = hasTypha ? editObject(node, 'Deployment', TYPHA, (object) => scale(object, replicas)) : node;
  return replaceImages(typha, cluster.spec.cni.images);
}

function scale(object: KubernetesObject, replicas: number): KubernetesObject {
  return { ...object, spec: { ...(object['spec'] as object), replicas } };
}

function fitNode(cluster: Cluster, object: KubernetesObject): KubernetesObject {
  return editContainers(object, (container) => {
    if (container.name !== NODE) return container;
    return withoutBird(cluster, setEnvironment(container, nodeEnvironment(cluster)));
  });
}

/** Packets leave by the interface of the node's internal address, not by the first one that is found. */
function nodeEnvironment(cluster: Cluster): Record<string, string> {
  const { networking, kubeProxy } = cluster.spec;
  const { routes, encapsulation } = calicoBackend(cluster);
  return {
    CALICO_IPV4POOL_CIDR: networking.podSubnet,
    CALICO_IPV4POOL_IPIP: encapsulation === 'IPIP' ? 'Always' : 'Never',
    CALICO_IPV4POOL_VXLAN: encapsulation === 'VXLAN' ? 'Always' : 'Never',
    CLUSTER_TYPE: routes === 'bird' ? 'k8s,bgp' : 'k8s',
    IP_AUTODETECTION_METHOD: 'kubernetes-internal-ip',
    ...(isCalico(cluster, NFTABLES_SINCE) && {
      FELIX_NFTABLESMODE: kubeProxy.mode === 'nftables' ? 'Enabled' : 'Disabled',
    }),
  };
}

/** Without BGP there is no BIRD that could be asked how it is. */
function withoutBird<Container extends Readonly<Record<string, unknown>>>(
  cluster: Cluster,
  container: Container,
): Container {
  if (calicoBackend(cluster).routes === 'bird') return container;
  const probes = ['livenessProbe', 'readinessProbe'].flatMap((name) => {
    const probe = container[name] as { exec?: { command?: readonly string[] } } | undefined;
    const command = probe?.exec?.command?.filter((word) => !OF_BIRD.has(word));
    return command === undefined ? [] : [[name, { ...probe, exec: { ...probe?.exec, command } }]];
  });
  return { ...container, ...Object.fromEntries(probes) };
}
