import type { Catalog } from '../catalog/catalog';
import { clientUrlOf, etcdAccessOf } from '../catalog/etcd/access';
import { kubernetesModules } from '../catalog/kubernetes/kernel-modules';
import { kubernetesDirectory } from '../catalog/kubernetes/programs';
import { cniOf, runtimeOf } from '../catalog/look-up';
import { allTraces } from '../catalog/traces';
import type { Cluster, Node } from '../config/cluster';
import { parseIp } from '../config/ip';
import { hasMember, isEtcdNode, isKubernetesNode } from '../config/nodes';
import { splitSubnets } from '../config/subnets';
import { portsOf } from '../plan/ports';
import type { ProbeRequest } from '../remote/probe';
import type { TraceRequest } from '../remote/traces';

const DISK_PATHS = ['/var/lib/containerd', '/var/lib/kubelet', '/etc/kubernetes', '/tmp'];
const ETCD_DATA = '/var/lib/etcd';
const ETCD_DISK_PATHS = ['/usr/local', '/etc', '/tmp'];

/** What a node is asked about itself before anything is planned. */
export function describeProbe(cluster: Cluster, node: Node, catalog: Catalog): ProbeRequest {
  const etcd = etcdAccessOf(cluster);
  const isMember = hasMember(cluster, node);
  const ownPaths = isKubernetesNode(node) ? [...DISK_PATHS, kubernetesDirectory(cluster)] : ETCD_DISK_PATHS;
  return {
    address: node.address,
    ports: portsOf(cluster, node).map(({ port }) => port),
    modules: isKubernetesNode(node) ? modulesOf(cluster, catalog) : [],
    diskPaths: [...ownPaths, ...(isMember ? [ETCD_DATA] : [])],
    resolve: sourceHosts(cluster, node),
    traces: tracesOf(cluster, catalog),
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
function sourceHosts({ spec }: Cluster, node: Node): string[] {
  const { kubernetes, containerd, runc, cniPlugins, etcd } = spec.artifacts;
  const ofKubernetes = spec.kubernetes.install === 'archive' ? [kubernetes.baseUrl, cniPlugins.url] : [];
  const ofNode = isKubernetesNode(node) ? [...ofKubernetes, containerd.url, runc.url, ...mirrorUrls(spec)] : [];
  const urls = [...(isEtcdNode(node) ? [etcd.url] : []), ...ofNode];
  const hosts = urls.flatMap((url) => /^https?:\/\/([^/:[\]]+)/.exec(url)?.[1] ?? []);
  return [...new Set(hosts)].filter((host) => parseIp(host) === undefined);
}

function mirrorUrls({ registry }: Cluster['spec']): string[] {
  return registry.mirrors.flatMap(({ endpoints }) => endpoints);
}

/** What of Kubernetes may be on a machine of the cluster. */
export function tracesOf({ spec }: Cluster, catalog: Catalog): TraceRequest {
  return { ...allTraces(catalog), podSubnets: splitSubnets(spec.networking.podSubnet) };
}
