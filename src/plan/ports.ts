import type { Cluster, Node } from '../config/cluster';
import { carriesLoadBalancer, loadBalancerChoice } from '../config/choices/load-balancer';
import { endpointOf } from '../config/endpoint';
import { hasMember, isControlPlane, isKubernetesNode } from '../config/nodes';

export interface KubernetesPort {
  readonly port: number;
  readonly use: string;
}

const WORKER_PORTS: readonly KubernetesPort[] = [
  { port: 10_250, use: 'the kubelet' },
  { port: 10_256, use: 'kube-proxy' },
];

const CONTROL_PLANE_PORTS: readonly KubernetesPort[] = [
  { port: 6443, use: 'kube-apiserver' },
  { port: 10_257, use: 'kube-controller-manager' },
  { port: 10_259, use: 'kube-scheduler' },
];

const ETCD_PORTS: readonly KubernetesPort[] = [
  { port: 2379, use: 'etcd clients' },
  { port: 2380, use: 'etcd peers' },
];

const FIRST_NODE_PORT = 30_000;
const LAST_NODE_PORT = 32_767;

/** Ports that Services of type NodePort get, by default. */
export const NODE_PORTS: readonly number[] = Array.from(
  { length: LAST_NODE_PORT - FIRST_NODE_PORT + 1 },
  (_, index) => FIRST_NODE_PORT + index,
);

/** TCP ports that must be free on the node before Kubernetes is put on it. */
export function portsOf(cluster: Cluster, node: Node): readonly KubernetesPort[] {
  const etcdPorts = hasMember(cluster, node) ? ETCD_PORTS : [];
  if (!isKubernetesNode(node)) return etcdPorts;
  const ofControlPlane = isControlPlane(node) ? [...CONTROL_PLANE_PORTS, ...etcdPorts] : [];
  const ofKubernetes = [...ofControlPlane, ...WORKER_PORTS];
  const { name } = cluster.spec.loadBalancer;
  if (!carriesLoadBalancer(cluster, node)) return ofKubernetes;
  const { listens, healthPort } = loadBalancerChoice(name);
  return [
    ...ofKubernetes,
    ...(listens ? [{ port: endpointOf(cluster).port, use: name }] : []),
    ...(healthPort === undefined ? [] : [{ port: healthPort, use: `the health check of ${name}` }]),
  ];
}
