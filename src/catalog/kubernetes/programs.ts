import type { Cluster } from '../../config/cluster';

const DIRECTORIES: Readonly<Record<Cluster['spec']['kubernetes']['install'], string>> = {
  archive: '/usr/local/bin',
  package: '/usr/bin',
};

/** Directory on every node that kubeadm, kubelet and kubectl are in. */
export function kubernetesDirectory({ spec }: Cluster): string {
  return DIRECTORIES[spec.kubernetes.install];
}

/** Paths of a kubelet that came as a binary, which go before those of a package. */
export const BINARY_DIRECTORY = DIRECTORIES.archive;
