import type { Catalog } from '../catalog/catalog';
import type { Cluster, Node } from '../config/cluster';
import { criOf } from '../catalog/look-up';
import { renderKubeadmApiServer } from '../render/kubeadm-api-server';
import { type InitSecrets, renderKubeadmInit } from '../render/kubeadm-init';
import { type JoinSecrets, renderKubeadmJoin } from '../render/kubeadm-join';

/** What one run of kubeadm is given beyond the cluster file. */
export interface KubeadmRun {
  /** Preflight checks whose errors are warnings in this run. */
  readonly ignorePreflightErrors?: readonly string[];
  readonly skipPhases?: readonly string[];
  /** The catalog in use, where it is not the built-in one. */
  readonly catalog?: Catalog;
}

/** The file for `kubeadm init --config`. It holds secrets: for a file on tmpfs that root alone reads. */
export function kubeadmInitConfig(cluster: Cluster, node: Node, secrets: InitSecrets, run: KubeadmRun = {}): string {
  const { socket } = criOf(cluster, run.catalog);
  return renderKubeadmInit({ cluster, node, criSocket: socket, secrets, ...run });
}

/** The file for `kubeadm join --config`. It holds secrets: for a file on tmpfs that root alone reads. */
export function kubeadmJoinConfig(cluster: Cluster, node: Node, secrets: JoinSecrets, run: KubeadmRun = {}): string {
  const { socket } = criOf(cluster, run.catalog);
  return renderKubeadmJoin({ cluster, node, criSocket: socket, secrets, ...run });
}

/** The file for `kubeadm init phase control-plane apiserver --config`, from the live ClusterConfiguration. */
export function kubeadmApiServerConfig(
  cluster: Cluster,
  node: Node,
  clusterConfiguration: string,
  { catalog }: Pick<KubeadmRun, 'catalog'> = {},
): string {
  const { socket } = criOf(cluster, catalog);
  return renderKubeadmApiServer({ cluster, node, criSocket: socket, clusterConfiguration });
}
