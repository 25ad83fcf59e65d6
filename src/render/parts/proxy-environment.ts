import type { Cluster, Node } from '../../config/cluster';
import { noProxyOf } from './no-proxy';

/** What programs look for, in capitals; undefined where the cluster file has no proxy. */
export function proxyEnvironment(cluster: Cluster, node: Node): Readonly<Record<string, string>> | undefined {
  const { proxy } = cluster.spec;
  if (proxy === undefined) return undefined;
  const { http = proxy.https, https = http } = proxy;
  return {
    ...(http !== undefined && { HTTP_PROXY: http }),
    ...(https !== undefined && { HTTPS_PROXY: https }),
    NO_PROXY: noProxyOf(cluster, node).join(','),
  };
}
