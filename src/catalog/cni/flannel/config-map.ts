import type { Cluster } from '../../../config/cluster';
import type { KubernetesObject } from '../../kubernetes-object';
import { NAMESPACE } from './access';

export const CONFIG_MAP = 'kube-flannel-cfg';

/** What flannel takes off the MTU that it is given, for the VXLAN header. */
const VXLAN_OVERHEAD = 50;

/** flannel's own configuration and the CNI configuration that it puts on the nodes. */
export function buildConfigMap(cluster: Cluster): KubernetesObject & { readonly data: Record<string, string> } {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: CONFIG_MAP,
      namespace: NAMESPACE,
      labels: { app: 'flannel', 'k8s-app': 'flannel', tier: 'node' },
    },
    data: {
      'cni-conf.json': toText(buildCniConf(cluster)),
      'net-conf.json': toText(buildNetConf(cluster)),
    },
  };
}

const toText = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

/** `vxlan` where the cluster file names none. */
export function backendOf({ spec: { cni } }: Cluster): string {
  return cni.backend ?? 'vxlan';
}

function buildNetConf(cluster: Cluster): object {
  const { networking, kubeProxy } = cluster.spec;
  const subnets = networking.podSubnet.split(',');
  const ipv4 = subnets.find((subnet) => !subnet.includes(':'));
  const ipv6 = subnets.find((subnet) => subnet.includes(':'));
  return {
    EnableIPv4: ipv4 !== undefined,
    ...(ipv4 === undefined ? {} : { Network: ipv4 }),
    EnableIPv6: ipv6 !== undefined,
    ...(ipv6 === undefined ? {} : { IPv6Network: ipv6 }),
    EnableNFTables: kubeProxy.mode === 'nftables',
    Backend: buildBackend(cluster),
  };
}

/** The backend wants the MTU that packets have outside. */
function buildBackend(cluster: Cluster): object {
  const { mtu } = cluster.spec.cni;
  const isEncapsulated = backendOf(cluster) === 'vxlan';
  return { Type: backendOf(cluster), ...(isEncapsulated && mtu !== undefined ? { MTU: mtu + VXLAN_OVERHEAD } : {}) };
}

/** Without encapsulation the backend has no MTU of its own, and the pods' interfaces are told. */
function buildCniConf(cluster: Cluster): object {
  const { mtu } = cluster.spec.cni;
  const isEncapsulated = backendOf(cluster) === 'vxlan';
  const delegate = { hairpinMode: true, isDefaultGateway: true };
  return {
    name: 'cbr0',
    cniVersion: '0.3.1',
    plugins: [
      { type: 'flannel', delegate: !isEncapsulated && mtu !== undefined ? { ...delegate, mtu } : delegate },
      { type: 'portmap', capabilities: { portMappings: true } },
    ],
  };
}
