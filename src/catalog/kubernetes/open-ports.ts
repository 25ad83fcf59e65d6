import type { Cluster, Node } from '../../config/cluster';
import { API_SERVER_PORT } from '../../render/parts/endpoint';
import { isControlPlane } from '../../render/parts/control-planes';
import { isEtcdAlone, isEtcdNode } from '../../render/parts/external-etcd';
import type { OpenPort } from '../../resources/resource';

/** Clients of etcd, and its members among each other. */
const ETCD: OpenPort = '2379-2380/tcp';
/** The kubelet, kube-proxy's health, and the ports of Services of type NodePort. */
const EVERYWHERE: readonly OpenPort[] = ['10250/tcp', '10256/tcp', '30000-32767/tcp', '30000-32767/udp'];

/** What other machines reach on the node for Kubernetes' own sake; controller manager and scheduler listen on loopback. */
export function kubernetesPorts({ spec: { etcd, time } }: Cluster, node: Node): OpenPort[] {
  if (isEtcdAlone(node)) return [ETCD];
  const ofEtcd = isEtcdNode(node) ? [ETCD] : [];
  if (!isControlPlane(node)) return [...ofEtcd, ...EVERYWHERE];
  return [
    `${API_SERVER_PORT}/tcp`,
    ...(etcd.topology === 'stacked' ? [ETCD] : ofEtcd),
    ...(time.manage && time.fromControlPlanes ? (['123/udp'] as const) : []),
    ...EVERYWHERE,
  ];
}
