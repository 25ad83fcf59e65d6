import { renderHaproxyCfg } from '../../render/haproxy-cfg';
import { renderKeepalivedConf } from '../../render/keepalived-conf';
import { controlPlanesOf, isControlPlane } from '../../render/parts/control-planes';
import { hostOf, portOf } from '../../render/parts/endpoint';
import { findInterface } from '../find-interface';
import type { Service } from '../service';
import type { LoadBalancerInput, LoadBalancerKind } from './kind';

const HEALTH_PORT = 18_443;
const HIGHEST_PRIORITY = 200;
/**
 * The peer of a control plane that has none yet. Without one keepalived speaks multicast, and a reload that changes from
 * that to unicast takes the VIP away for three seconds (seen with 2.2.7).
 */
const NOBODY = '127.0.0.1';

/**
 * haproxy on every control plane before all API servers, and a VIP that keepalived keeps on one whose haproxy works.
 * The VIP is the host of the control plane endpoint, haproxy listens on its port.
 */
export const keepalivedHaproxy: LoadBalancerKind = {
  shareOf: (input) =>
    isControlPlane(input.node)
      ? {
          tools: ['haproxy', 'keepalived'],
          files: [],
          services: [describeHaproxy(input), describeKeepalived(input)],
          selinuxBooleans: ['haproxy_connect_any', 'keepalived_connect_any'],
        }
      : undefined,
  ports: ({ spec }, node) =>
    isControlPlane(node)
      ? [
          { protocol: 'tcp', port: portOf(spec.controlPlaneEndpoint), use: 'haproxy' },
          { protocol: 'vrrp', use: 'keepalived' },
        ]
      : [],
};

/** A reload hands the listening socket over; connections stay. */
function describeHaproxy({ cluster }: LoadBalancerInput): Service {
  const path = '/etc/haproxy/haproxy.cfg';
  const content = renderHaproxyCfg({
    bind: `*:${portOf(cluster.spec.controlPlaneEndpoint)}`,
    healthPort: HEALTH_PORT,
    controlPlanes: controlPlanesOf(cluster),
  });
  return {
    unit: 'haproxy.service',
    files: [{ path, content, mode: '0644' }],
    active: true,
    takeUp: 'reload',
    disruption: 'none',
    validate: ['haproxy', '-c', '-q', '-f', path],
  };
}

/**
 * A reload keeps the VIP where it is unless what it depends on changed. There is no validation: `keepalived -t` ends
 * with SIGTERM (seen with 2.2.7) where a check runs as another user than root.
 */
function describeKeepalived(input: LoadBalancerInput): Service {
  return {
    unit: 'keepalived.service',
    files: [{ path: '/etc/keepalived/keepalived.conf', content: renderKeepalived(input), mode: '0644' }],
    active: true,
    takeUp: 'reload',
    disruption: 'service',
  };
}

function renderKeepalived({ cluster, node, interfaces }: LoadBalancerInput): string {
  const { spec } = cluster;
  const controlPlanes = controlPlanesOf(cluster);
  const others = controlPlanes.filter(({ name }) => name !== node.name).map(({ address }) => address);
  const peers = others.length > 0 ? others : [NOBODY];
  const index = controlPlanes.findIndex(({ name }) => name === node.name);
  return renderKeepalivedConf({
    node: node.name,
    vip: hostOf(spec.controlPlaneEndpoint),
    prefixLength: spec.loadBalancer.prefixLength,
    interface: spec.loadBalancer.interface ?? findInterface(node, interfaces),
    virtualRouterId: spec.loadBalancer.virtualRouterId,
    priority: Math.max(1, HIGHEST_PRIORITY - index),
    ...(spec.loadBalancer.vrrp === 'unicast' ? { unicast: { source: node.address, peers } } : {}),
    healthPort: HEALTH_PORT,
  });
}
