import type { Cluster, Node } from '../../config/cluster';
import { API_SERVER_PORT } from '../../render/parts/endpoint';
import { isControlPlane } from '../../render/parts/control-planes';
import type { OpenPort } from '../../resources/resource';

/** The kubelet, kube-proxy's health, and the ports of Services of type NodePort. */
const EVERYWHERE: readonly OpenPort[] = ['10250/tcp', '10256/tcp', '30000-32767/tcp', '30000-32767/udp'];

/** What other machines reach on the node for Kubernetes' own sake; controller manager and scheduler listen on loopback. */
export function kubernetesPorts({ spec: { etcd, time } }: Cluster, node: Node): OpenPort[] {
  if (!isControlPlane(node)) return [...EVERYWHERE];
  return [
    `${API_SERVER_PORT}/tcp`,
    ...(etcd.topology === 'stacked' ? (['2379-2380/tcp'] as const) : []),
    ...(time.manage && time.fromControlPlanes ? (['123/udp'] as const) : []),
    ...EVERYWHERE,
  ];
}
