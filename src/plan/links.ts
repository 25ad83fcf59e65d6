import type { Cluster, Node } from '../config/cluster';
import { loadBalancerChoice } from '../config/choices/load-balancer';
import { endpointOf } from '../config/endpoint';
import { controlPlanes, hasMember, isControlPlane, isKubernetesNode, memberNodes, workers } from '../config/nodes';

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
/** Of etcd. */
const CLIENT = 2379;
const PEER = 2380;
/** Each more of these says little new; the others are tried from the other side. */
const MOST_WORKERS = 25;

/** Nodes reach the control planes; those reach etcd, and every kubelet; members reach each other. The first one tries the VIP. */
export function linksFrom(cluster: Cluster, from: Node): NeededLink[] {
  const isOther = ({ name }: Node) => name !== from.name;
  const planes = controlPlanes(cluster).filter(isOther);
  const members = (memberNodes(cluster) ?? []).filter(isOther);
  if (!isKubernetesNode(from)) return members.map((node) => linkTo(node, [PEER]));
  if (!isControlPlane(from)) return planes.map((node) => linkTo(node, [6443]));
  const etcdPorts = hasMember(cluster, from) ? [CLIENT, PEER] : [CLIENT];
  const portsOf = (node: Node) => (hasMember(cluster, node) ? etcdPorts : []);
  const apart = members.filter((node) => !isControlPlane(node));
  return [
    ...planes.map((node) => linkTo(node, [6443, ...portsOf(node), KUBELET])),
    ...apart.map((node) => linkTo(node, portsOf(node))),
    ...workers(cluster)
      .slice(0, MOST_WORKERS)
      .map((node) => linkTo(node, [KUBELET])),
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
