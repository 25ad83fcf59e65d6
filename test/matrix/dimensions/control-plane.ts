import { LOAD_BALANCER_CHOICES, type LoadBalancerChoice } from '../../../src/config/choices/load-balancer';
import type { Etcd } from '../../../src/config/cluster';
import { etcdSchema } from '../../../src/config/schema/etcd';
import type { Dimension, Point } from '../dimension';

const ETCD_KEY = { file: '/etc/slipway/etcd.key' };
const FOREIGN = { caFile: '/etc/slipway/etcd-ca.crt', certificateFile: '/etc/slipway/etcd.crt', key: ETCD_KEY };

/** Where etcd runs. */
const ETCD: Readonly<Record<Etcd['topology'], readonly Point[]>> = {
  stacked: [{ name: 'stacked', spec: { etcd: { topology: 'stacked' } } }],
  external: [
    {
      name: 'external, on nodes',
      spec: {
        etcd: { topology: 'external' },
        nodes: [{ name: 'etcd-1', address: '10.0.0.31', roles: ['etcd'] }],
      },
    },
    {
      name: 'external, somebody else’s',
      spec: { etcd: { topology: 'external', endpoints: ['https://10.0.0.41:2379'], ...FOREIGN } },
    },
  ],
};

const TOPOLOGIES = etcdSchema.shape.topology.unwrap().options;

/** Each topology on machines of the cluster file. */
export const etcd: Dimension = {
  title: 'etcd',
  fields: ['spec.etcd'],
  points: TOPOLOGIES.flatMap((topology) => ETCD[topology].slice(0, 1)),
};

/** Every place that etcd can run in. */
export const etcdPlaces: Dimension = { ...etcd, points: TOPOLOGIES.flatMap((topology) => ETCD[topology]) };

const ENDPOINTS: Readonly<Record<LoadBalancerChoice['endpoint'], string | undefined>> = {
  vip: '10.0.0.100',
  loopback: '127.0.0.1',
  foreign: 'api.example.com',
  'control-plane': undefined,
};

export const loadBalancers: Dimension = {
  title: 'load balancer',
  fields: ['spec.loadBalancer', 'spec.controlPlaneEndpoint'],
  points: Object.entries<LoadBalancerChoice>(LOAD_BALANCER_CHOICES).map(([name, { endpoint, listens }]) => {
    const host = ENDPOINTS[endpoint];
    const controlPlaneEndpoint = host === undefined ? {} : { controlPlaneEndpoint: `${host}:${listens ? 8443 : 6443}` };
    return { name, spec: { loadBalancer: { name }, ...controlPlaneEndpoint } };
  }),
};
