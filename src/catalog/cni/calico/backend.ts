import type { Cluster } from '../../../config/cluster';
import type { NetworkPort } from '../../network-port';

export type CalicoBackend = 'vxlan' | 'ipip' | 'bgp';

interface Backend {
  /** `bird` speaks BGP, which carries the routes of packets that are not in a VXLAN. */
  readonly routes: 'vxlan' | 'bird';
  readonly encapsulation: 'VXLAN' | 'IPIP' | 'None';
  readonly ports: readonly NetworkPort[];
  readonly kernelModules: readonly string[];
}

const BGP: NetworkPort = { protocol: 'tcp', port: 179, use: 'Calico BGP' };
const TYPHA: NetworkPort = { protocol: 'tcp', port: 5473, use: 'Calico Typha' };

export const BACKENDS: Readonly<Record<CalicoBackend, Backend>> = {
  vxlan: {
    routes: 'vxlan',
    encapsulation: 'VXLAN',
    ports: [{ protocol: 'udp', port: 4789, use: 'Calico VXLAN' }],
    kernelModules: ['vxlan'],
  },
  ipip: {
    routes: 'bird',
    encapsulation: 'IPIP',
    ports: [BGP, { protocol: 'ipip', use: 'Calico IP in IP' }],
    kernelModules: ['ipip'],
  },
  bgp: { routes: 'bird', encapsulation: 'None', ports: [BGP], kernelModules: [] },
};

/** `vxlan` where the cluster file names none: it needs nothing of the network but UDP. */
export function calicoBackend({ spec: { cni } }: Cluster): Backend {
  return BACKENDS[(cni.backend ?? 'vxlan') as CalicoBackend];
}

/** Ports of the backend, and Typha's where it may run: on any node. */
export function calicoPorts(cluster: Cluster, hasTypha: boolean): readonly NetworkPort[] {
  const { ports } = calicoBackend(cluster);
  return hasTypha ? [...ports, TYPHA] : ports;
}
