import type { Cluster } from './cluster';
import { splitEndpoint } from './schema/addresses';

export interface Endpoint {
  /** Without the brackets that an IPv6 address has in host:port. */
  readonly host: string;
  readonly port: number;
}

export function formatEndpoint(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** Where the API server answers clients and joining nodes. */
export function endpointOf(cluster: Cluster): Endpoint {
  const endpoint = splitEndpoint(cluster.spec.controlPlaneEndpoint);
  if (endpoint === undefined)
    throw new Error(
      `controlPlaneEndpoint "${cluster.spec.controlPlaneEndpoint}" is not host:port; parse the cluster file with parseCluster`,
    );
  return endpoint;
}
