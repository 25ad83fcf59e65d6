import type { CniChoice } from '../../config/choices/cni';
import type { Cluster } from '../../config/cluster';
import type { TraceNames } from '../../plan/traces';
import type { KubernetesObject } from '../kubernetes-object';
import type { NetworkPort } from '../network-port';

/** A manifest that a publisher keeps. */
export interface ManifestSource {
  readonly url: string;
  readonly sha256: string;
}

/** A pod network. */
export interface CniKind {
  /** How the cluster file is judged, for one of a catalog of one's own; that of a built-in one stands in `config`. */
  readonly choice?: CniChoice;
  /** Manifests that `manifest` starts from, in the order in which they are applied; one in the cluster file replaces them. */
  sources?(cluster: Cluster): readonly ManifestSource[];
  /** What is applied through the API, in order, fitted to the cluster; `fetched` is what the sources hold. */
  manifest(cluster: Cluster, fetched: readonly KubernetesObject[]): readonly KubernetesObject[];
  /** Images that nodes run beside those that the manifest's own pods name. */
  furtherImages?(cluster: Cluster): readonly string[];
  /** What its backend uses between nodes; every node lets it in. */
  ports(cluster: Cluster): readonly NetworkPort[];
  /** What its backend needs of the kernel; each is looked for before anything is changed, and loaded by need. */
  kernelModules(cluster: Cluster): readonly string[];
  /** What the name of its file in /etc/cni/net.d has in it, by which a live cluster's pod network is known; left out: unknown. */
  readonly configName?: string;
  /** `namespace/name` of the DaemonSet that its published manifest has on every node; left out: it has none, or it is not known. */
  readonly agent?: string;
  /** What it leaves on a node that no trace is removed of, as a clause: it is not switched for another one on a live cluster. */
  readonly stays?: string;
  /** What it leaves on a machine, beside what every pod network has in /etc/cni/net.d and /var/lib/cni. */
  readonly traces: TraceNames;
}
