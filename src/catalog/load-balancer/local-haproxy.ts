import { renderHaproxyCfg } from '../../render/haproxy-cfg';
import { controlPlanesOf } from '../../render/parts/control-planes';
import { hostPort, portOf } from '../../render/parts/endpoint';
import type { LoadBalancerKind } from './kind';

const LOOPBACK = '127.0.0.1';
const HEALTH_PORT = 18_443;
const CONFIGURATION = '/etc/haproxy/haproxy.cfg';

/**
 * haproxy on every node, on its loopback address only, before all API servers: every node reaches the control planes
 * without an address that moves. Nobody else can use the endpoint, so that a kubeconfig names a control plane itself.
 */
export const localHaproxy: LoadBalancerKind = {
  shareOf: ({ cluster }) => ({
    tools: ['haproxy'],
    files: [],
    selinuxBooleans: ['haproxy_connect_any'],
    services: [
      {
        unit: 'haproxy.service',
        files: [
          {
            path: CONFIGURATION,
            mode: '0644',
            content: renderHaproxyCfg({
              bind: hostPort(LOOPBACK, portOf(cluster.spec.controlPlaneEndpoint)),
              healthPort: HEALTH_PORT,
              controlPlanes: controlPlanesOf(cluster),
            }),
          },
        ],
        active: true,
        takeUp: 'reload',
        disruption: 'none',
        validate: ['haproxy', '-c', '-q', '-f', CONFIGURATION],
      },
    ],
  }),
  ports: () => [],
};
