import type { Cluster } from '../../config/cluster';
import type { KubernetesObject } from '../kubernetes-object';
import type { NetworkPort } from '../network-port';
import type { CniKind } from './kind';

const TUNNELS: Readonly<Record<string, NetworkPort>> = {
  vxlan: { protocol: 'udp', port: 8472, use: 'Cilium VXLAN' },
  geneve: { protocol: 'udp', port: 6081, use: 'Cilium Geneve' },
};

/** What Cilium's ConfigMap calls the way of packets, by our name of it. */
const ROUTING: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  vxlan: { 'routing-mode': 'tunnel', 'tunnel-protocol': 'vxlan' },
  geneve: { 'routing-mode': 'tunnel', 'tunnel-protocol': 'geneve' },
  native: { 'routing-mode': 'native' },
};

/** Cilium, whose manifest is the output of `helm template`: it is looked at whether it fits the cluster, and not edited. */
export const cilium: CniKind = {
  manifest(cluster, fetched) {
    const problems = findMisfits(cluster, fetched);
    if (problems.length === 0) return fetched;
    throw new Error(`Cilium's manifest does not fit the cluster: ${problems.join('; ')}; render it anew`);
  },
  configName: 'cilium',
  agent: 'kube-system/cilium',
  stays: 'the eBPF programs of Cilium stay in the kernel of every node until it boots again',
  ports: (cluster) => [
    ...[TUNNELS[backendOf(cluster)] ?? []].flat(),
    { protocol: 'tcp', port: 4240, use: 'Cilium health checks' },
    { protocol: 'tcp', port: 4244, use: 'Hubble' },
  ],
  kernelModules: (cluster) => (backendOf(cluster) === 'native' ? [] : [backendOf(cluster)]),
  // Not lxc*: lxcbr0 is the bridge of somebody else's containers.
  traces: {
    interfaces: ['cilium_*', 'lxc_health', 'lxc[0-9a-f][0-9a-f][0-9a-f][0-9a-f]*'],
    chains: ['CILIUM_', 'OLD_CILIUM_'],
    sets: ['cilium_node_set_'],
    tables: [],
    paths: ['/var/lib/cilium', '/run/cilium', '/opt/cni/bin/cilium-cni'],
  },
};

function backendOf({ spec: { cni } }: Cluster): string {
  return cni.backend ?? 'vxlan';
}

/** Only what the manifest says otherwise than the cluster file: where it says nothing, Cilium's default is not known. */
function findMisfits(cluster: Cluster, objects: readonly KubernetesObject[]): string[] {
  const map = objects.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === 'cilium-config');
  if (map === undefined) return ['it has no ConfigMap cilium-config'];
  const data = map['data'] as Readonly<Record<string, string>>;
  const { networking, kubeProxy } = cluster.spec;
  const misfits = Object.entries(ROUTING[backendOf(cluster)] ?? {})
    .filter(([key, value]) => data[key] !== undefined && data[key] !== value)
    .map(([key, value]) => `${key} is ${data[key]}, spec.cni.backend wants ${value}`);
  const pool = data['ipam'] === 'cluster-pool' ? data['cluster-pool-ipv4-cidr'] : undefined;
  const ipv4 = networking.podSubnet.split(',').find((subnet) => !subnet.includes(':'));
  const replaces = ['true', 'strict'].includes(data['kube-proxy-replacement'] ?? '');
  return [
    ...misfits,
    ...(pool === undefined || pool === ipv4
      ? []
      : [`cluster-pool-ipv4-cidr is ${pool}, spec.networking wants ${ipv4}`]),
    ...(kubeProxy.mode === 'none' && !replaces
      ? ['kube-proxy-replacement is not true, and spec.kubeProxy.mode is none']
      : []),
  ];
}
