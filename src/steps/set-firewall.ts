import { findInterface } from '../catalog/find-interface';
import { kubernetesPorts } from '../catalog/kubernetes/open-ports';
import { cniOf, loadBalancerOf } from '../catalog/look-up';
import type { NetworkPort } from '../catalog/network-port';
import { isEtcdAlone } from '../render/parts/external-etcd';
import type { OpenPort, Resource, Step } from '../resources/resource';
import type { BuildStep, StepInput } from './step-input';

/** Units of the firewalls that are closed down; a distribution has one or two of them. */
const FIREWALLS = ['firewalld.service', 'ufw.service', 'iptables.service', 'ip6tables.service'];

/** A firewall that runs lets the cluster through, or runs no more. */
export const setFirewall: BuildStep = (input) => {
  const { firewall } = input.cluster.spec.os;
  if (firewall === 'ignore') return undefined;
  return firewall === 'open' ? openPorts(input) : closeDown();
};

function openPorts({ cluster, node, facts, catalog }: StepInput): Step {
  const isNode = !isEtcdAlone(node);
  const ofBalancer = isNode ? loadBalancerOf(cluster, catalog).ports(cluster, node) : [];
  const ofCni = isNode ? cniOf(cluster, catalog).ports(cluster) : [];
  const ports = [...kubernetesPorts(cluster, node), ...[...ofBalancer, ...ofCni].map(toOpenPort)];
  return {
    name: 'open-ports',
    title: 'Let the cluster through the firewall, where one runs',
    resources: [
      {
        kind: 'firewall',
        ports: [...new Set(ports)],
        trusted: cluster.spec.networking.podSubnet.split(',').map((subnet) => subnet.trim()),
        interface: findInterface(node, facts.interfaces),
        disruption: 'none',
      },
    ],
  };
}

function toOpenPort(port: NetworkPort): OpenPort {
  return 'port' in port ? `${port.port}/${port.protocol}` : port.protocol;
}

function closeDown(): Step {
  return {
    name: 'close-firewall',
    title: 'Close the firewall down, now and at boot',
    resources: FIREWALLS.map((name): Resource => ({
      kind: 'unit',
      name,
      enabled: false,
      active: false,
      disruption: 'none',
    })),
  };
}
