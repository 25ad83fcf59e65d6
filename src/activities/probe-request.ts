import type { Catalog } from '../catalog/catalog';
import { kubernetesModules } from '../catalog/kubernetes/kernel-modules';
import { kubernetesDirectory } from '../catalog/kubernetes/programs';
import { cniOf, runtimeOf } from '../catalog/look-up';
import { allTraces } from '../catalog/traces';
import type { Cluster, Node } from '../config/cluster';
import { parseIp } from '../config/ip';
import { isControlPlane } from '../config/nodes';
import { splitSubnets } from '../config/subnets';
import { portsOf } from '../plan/ports';
import type { ProbeRequest } from '../remote/probe';
import type { TraceRequest } from '../remote/traces';

const DISK_PATHS = ['/var/lib/containerd', '/var/lib/kubelet', '/etc/kubernetes', '/tmp'];
const ETCD_DATA = '/var/lib/etcd';

/** What a node is asked about itself before anything is planned. */
export function describeProbe(cluster: Cluster, node: Node, catalog: Catalog): ProbeRequest {
  const diskPaths = [...DISK_PATHS, kubernetesDirectory(cluster)];
  return {
    address: node.address,
    ports: portsOf(cluster, node).map(({ port }) => port),
    modules: [
      ...runtimeOf(cluster, catalog).kernelModules,
      ...cniOf(cluster, catalog).kernelModules(cluster),
      ...kubernetesModules(cluster),
    ],
    diskPaths: isControlPlane(node) ? [...diskPaths, ETCD_DATA] : diskPaths,
    resolve: sourceHosts(cluster),
    traces: tracesOf(cluster, catalog),
    ...(isControlPlane(node) && { syncDirectory: ETCD_DATA }),
  };
}

/** Names, not addresses, of the hosts that nodes download from; a mirrored registry need not be resolved. */
function sourceHosts({ spec }: Cluster): string[] {
  const { kubernetes, containerd, runc, cniPlugins } = spec.artifacts;
  const ofKubernetes = spec.kubernetes.install === 'archive' ? [kubernetes.baseUrl, cniPlugins.url] : [];
  const urls = [...ofKubernetes, containerd.url, runc.url, ...mirrorUrls(spec)];
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
