import type { Cluster } from '../../config/cluster';
import type { TraceNames } from '../../plan/traces';
import type { KubernetesObject } from '../kubernetes-object';
import type { NetworkPort } from '../network-port';

/** A pod network. */
export interface CniKind {
  /** Images that every node runs, in the order in which they are needed. */
  images(cluster: Cluster): readonly string[];
  /** What is applied through the API, in order; empty where nothing is. */
  manifest(cluster: Cluster): readonly KubernetesObject[];
  /** What its backend uses between nodes; every node lets it in. */
  ports(cluster: Cluster): readonly NetworkPort[];
  /** What its backend needs of the kernel; each is looked for before anything is changed, and loaded by need. */
  kernelModules(cluster: Cluster): readonly string[];
  /** What it leaves on a machine, beside what every pod network has in /etc/cni/net.d and /var/lib/cni. */
  readonly traces: TraceNames;
}
