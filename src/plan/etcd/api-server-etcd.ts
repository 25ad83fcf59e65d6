import type { Cluster } from '../../config/cluster';
import { formatEndpoint } from '../../config/endpoint';
import { etcdNodes, hasExternalEtcd } from '../../config/nodes';
import type { KubeadmState } from '../facts';

const CLIENT_PORT = 2379;

/** Where API servers are to ask the external etcd, in the order of the file. */
export function etcdEndpoints(cluster: Cluster): readonly string[] {
  const members = etcdNodes(cluster).map(({ address }) => `https://${formatEndpoint(address, CLIENT_PORT)}`);
  return cluster.spec.etcd.endpoints ?? members;
}

/**
 * The API server of a control plane, or one that is made next, would ask the external etcd elsewhere than the file says.
 * What was not seen is no reason to touch an API server that runs; nor is another order.
 */
export function asksEtcdElsewhere(cluster: Cluster, { apiServerEtcd, clusterEtcd }: KubeadmState): boolean {
  if (!hasExternalEtcd(cluster)) return false;
  const wanted = etcdEndpoints(cluster);
  return [apiServerEtcd, clusterEtcd].some((asked) => asked !== undefined && !isSameList(asked, wanted));
}

export function isSameList(one: readonly string[], other: readonly string[]): boolean {
  return one.toSorted().join() === other.toSorted().join();
}

/** What an endpoint of etcd says of itself; without an identity it did not answer. */
export interface EndpointIdentity {
  readonly endpoint: string;
  readonly clusterId?: string;
}

/**
 * Why an API server must not go from one list of endpoints to another, as a clause; undefined: it may. Another etcd
 * than the one it asks now holds another cluster, or none.
 */
export function refuseOtherEtcd(
  asked: readonly string[],
  wanted: readonly string[],
  seen: readonly EndpointIdentity[],
): { readonly kind: 'silent' | 'other'; readonly cause: string } | undefined {
  const idOf = (endpoint: string) => seen.find((each) => each.endpoint === endpoint)?.clusterId;
  const silent = wanted.filter((endpoint) => idOf(endpoint) === undefined);
  if (silent.length > 0) return { kind: 'silent', cause: `${silent.join(', ')} does not answer` };
  const own = asked.find((endpoint) => idOf(endpoint) !== undefined);
  if (own === undefined) {
    const cause = `none of ${asked.join(', ')} answers, so that ${wanted.join(', ')} cannot be known to be the same etcd`;
    return { kind: 'silent', cause };
  }
  const others = wanted.filter((endpoint) => idOf(endpoint) !== idOf(own));
  if (others.length === 0) return undefined;
  return { kind: 'other', cause: `${others.join(', ')} belongs to another etcd than ${own}, which holds this cluster` };
}
