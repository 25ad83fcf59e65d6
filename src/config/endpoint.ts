import type { Cluster } from './cluster';
import { isHost } from './host';

export interface Endpoint {
  /** Without the brackets that an IPv6 address has in host:port. */
  readonly host: string;
  readonly port: number;
}

const ENDPOINT = /^(?:\[([0-9a-f.]*:[0-9a-f:.]*)\]|([^:[\]]+)):([1-9]\d{0,4})$/i;

/** Undefined for anything but host:port. */
export function splitEndpoint(value: string): Endpoint | undefined {
  const match = ENDPOINT.exec(value);
  const host = match?.[1] ?? match?.[2];
  const port = Number(match?.[3]);
  return host !== undefined && isHost(host) && port <= 65_535 ? { host, port } : undefined;
}

export function formatEndpoint(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** Where the API server answers clients and joining nodes. */
export function endpointOf(cluster: Cluster): Endpoint {
  const { controlPlaneEndpoint } = cluster.spec;
  const endpoint = splitEndpoint(controlPlaneEndpoint);
  if (endpoint === undefined) {
    throw new Error(
      `controlPlaneEndpoint "${controlPlaneEndpoint}" is not host:port; parse the file with parseCluster`,
    );
  }
  return endpoint;
}
