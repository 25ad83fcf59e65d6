import type { Catalog } from '../catalog/catalog';
import { clientUrlOf, etcdAccessOf } from '../catalog/etcd/access';
import { kubernetesModules } from '../catalog/kubernetes/kernel-modules';
import { kubernetesDirectory } from '../catalog/kubernetes/programs';
import { cniOf, runtimeOf } from '../catalog/look-up';
import { allTraces, runtimeTraces } from '../catalog/traces';
import type { Cluster, Node } from '../config/cluster';
import { parseIp } from '../config/ip';
import { hasMember, isKubernetesNode } from '../config/nodes';
import { splitSubnets } from '../config/subnets';
import { NODE_PORTS, portsOf } from '../plan/ports';
import type { ProbeRequest } from '../remote/probe';
import type { TraceRequest } from '../remote/traces';
import { artifactSources, resolvedByNode } from '../steps';
import { knownPodNetworks } from './wanted-pod-network';

const DISK_PATHS = ['/var/lib/kubelet', '/etc/kubernetes', '/tmp'];
const ETCD_DATA = '/var/lib/etcd';
const ETCD_DISK_PATHS = ['/usr/local', '/etc', '/tmp'];

/** What a node is asked about itself before anything is planned. */
export function describeProbe(cluster: Cluster, node: Node, catalog: Catalog): ProbeRequest {
  const etcd = etcdAccessOf(cluster);
  const isMember = hasMember(cluster, node);
  const { client, dataDirectory } = runtimeOf(cluster, catalog);
  const kubernetesPaths = [dataDirectory, ...DISK_PATHS, kubernetesDirectory(cluster)];
  const ownPaths = isKubernetesNode(node) ? kubernetesPaths : ETCD_DISK_PATHS;
  return {
    address: node.address,
    ports: [...portsOf(cluster, node).map(({ port }) => port), ...(isKubernetesNode(node) ? NODE_PORTS : [])],
    modules: isKubernetesNode(node) ? modulesOf(cluster, catalog) : [],
    diskPaths: [...ownPaths, ...(isMember ? [ETCD_DATA] : [])],
    resolve: sourceHosts(cluster, node, catalog),
    client,
    traces: tracesOf(cluster, catalog),
    podNetworkAgents: Object.keys(knownPodNetworks(catalog).agents),
    ...(isMember && { syncDirectory: ETCD_DATA }),
    ...(etcd && { externalEtcd: etcd }),
    ...(etcd && isMember && { memberUrl: clientUrlOf(node) }),
  };
}

function modulesOf(cluster: Cluster, catalog: Catalog): string[] {
  return [
    ...runtimeOf(cluster, catalog).kernelModules,
    ...cniOf(cluster, catalog).kernelModules(cluster),
    ...kubernetesModules(cluster),
  ];
}

/** Names, not addresses, of the hosts that nodes download from; a mirrored registry need not be resolved. */
function sourceHosts(cluster: Cluster, node: Node, catalog: Catalog): string[] {
  const mirrors = isKubernetesNode(node) ? mirrorUrls(cluster.spec) : [];
  const urls = [...artifactSources(cluster, node, 'amd64', catalog).map(({ url }) => url), ...mirrors];
  return resolvedByNode(cluster, node, urls).filter((host) => parseIp(host) === undefined);
}

function mirrorUrls({ registry }: Cluster['spec']): string[] {
  return registry.mirrors.flatMap(({ endpoints }) => endpoints);
}

/** What of Kubernetes may be on a machine of the cluster. */
export function tracesOf(cluster: Cluster, catalog: Catalog): TraceRequest {
  const podSubnets = splitSubnets(cluster.spec.networking.podSubnet);
  return { ...allTraces(catalog), podSubnets, runtimes: runtimeTraces(cluster, catalog) };
}
