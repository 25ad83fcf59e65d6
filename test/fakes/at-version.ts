import type { Cluster } from '../../src/config/cluster';

/** The cluster with another version of Kubernetes, whether or not a file may ask for it. */
export function atVersion(cluster: Cluster, version: string): Cluster {
  return { ...cluster, spec: { ...cluster.spec, kubernetes: { ...cluster.spec.kubernetes, version } } };
}
