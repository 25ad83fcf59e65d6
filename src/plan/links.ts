import type { Cluster, Node } from '../config/cluster';
import { loadBalancerChoice } from '../config/choices/load-balancer';
import { endpointOf } from '../config/endpoint';
import { controlPlanes, isControlPlane } from '../config/nodes';

/** A way that Kubernetes needs from one node to another machine. */
export interface NeededLink {
  /** A node's name, or `vip`. */
  readonly to: string;
  readonly address: string;
  readonly ports: readonly number[];
  readonly ping: boolean;
  readonly patienceSeconds: number;
}

const KUBELET = 10_250;
/** Each more of these says little new; the others are tried from the other side. */
const MOST_WORKERS = 25;

/** Nodes reach the control planes; those reach each other's etcd, and every kubelet. The first one tries the VIP. */
export function linksFrom(cluster: Cluster, from: Node): NeededLink[] {
  const others = controlPlanes(cluster).filter(({ name }) => name !== from.name);
  if (!isControlPlane(from)) return others.map((node) => linkTo(node, [6443]));
  const kubelets = cluster.spec.nodes.filter((node) => !isControlPlane(node)).slice(0, MOST_WORKERS);
  return [
    ...others.map((node) => linkTo(node, [6443, 2379, 2380, KUBELET])),
    ...kubelets.map((node) => linkTo(node, [KUBELET])),
    ...(controlPlanes(cluster)[0]?.name === from.name ? vipLink(cluster) : []),
  ];
}

function linkTo({ name, address }: Node, ports: readonly number[]): NeededLink {
  return { to: name, address, ports, ping: true, patienceSeconds: 3 };
}

/** The VIP is expected to be silent, and waiting for that costs every install. */
function vipLink(cluster: Cluster): NeededLink[] {
  if (loadBalancerChoice(cluster.spec.loadBalancer.name).endpoint !== 'vip') return [];
  const { host, port } = endpointOf(cluster);
  return [{ to: 'vip', address: host, ports: [port], ping: true, patienceSeconds: 1 }];
}
