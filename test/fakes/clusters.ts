import type { Cluster, Node } from '../../src/config/cluster';
import { formatProblems } from '../../src/config/problems/format-problems';
import { parseCluster } from '../../src/config/parse-cluster';

type Spec = { readonly [field: string]: unknown };

const node = (name: string, address: string, role: string) => ({ name, address, roles: [role] });

const HA: Spec = {
  kubernetes: { version: 'v1.34.4' },
  controlPlaneEndpoint: '10.0.0.100:8443',
  loadBalancer: { name: 'keepalived-haproxy' },
  nodes: [
    node('cp-1', '10.0.0.11', 'control-plane'),
    node('cp-2', '10.0.0.12', 'control-plane'),
    node('cp-3', '10.0.0.13', 'control-plane'),
    node('w-1', '10.0.0.21', 'worker'),
    node('w-2', '10.0.0.22', 'worker'),
  ],
};

const SINGLE: Spec = {
  kubernetes: { version: 'v1.34.4' },
  nodes: [{ ...node('solo', '10.0.0.11', 'control-plane'), roles: ['control-plane', 'worker'] }],
};

/** Three control planes behind a VIP and two workers, parsed from a cluster file; `spec` replaces whole fields of it. */
export function haCluster(spec: Spec = {}): Cluster {
  return toCluster({ ...HA, ...spec });
}

/** The same with etcd on three machines of its own. */
export function externalEtcdCluster(spec: Spec = {}): Cluster {
  const members = ['etcd-1', 'etcd-2', 'etcd-3'].map((name, index) => node(name, `10.0.0.${31 + index}`, 'etcd'));
  const nodes = [...(HA['nodes'] as readonly object[]), ...members];
  return toCluster({ ...HA, etcd: { topology: 'external' }, nodes, ...spec });
}

/** One node that is all there is. */
export function singleCluster(spec: Spec = {}): Cluster {
  return toCluster({ ...SINGLE, ...spec });
}

export function nodeOf(cluster: Cluster, name: string): Node {
  const found = cluster.spec.nodes.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`no node ${name}`);
  return found;
}

function toCluster(spec: Spec): Cluster {
  const file = { apiVersion: 'slipway.dev/v1alpha1', kind: 'Cluster', metadata: { name: 'demo' }, spec };
  const parsed = parseCluster(JSON.stringify(file));
  if (parsed.ok) return parsed.cluster;
  throw new Error(formatProblems(parsed.problems, 'cluster.yaml'));
}
