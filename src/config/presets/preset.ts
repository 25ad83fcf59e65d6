import type { PackageRepository } from '../cluster';

/** Values that a cluster file takes over by naming the preset; what the file says itself stands. */
export interface Preset {
  /** Part of `spec`, as a cluster file would write it. */
  readonly spec: Readonly<Record<string, unknown>>;
  /** Where Kubernetes' packages of a minor version come from; undefined where nothing serves them. */
  readonly kubernetesPackages: (minor: number) => Omit<PackageRepository, 'name'> | undefined;
  /** Where Docker's packages come from, on systems that have none of their own. */
  readonly dockerPackages: Omit<PackageRepository, 'name'>;
}

/** What an upgrade of the system must leave alone. */
export const KUBERNETES_PACKAGES = ['kubeadm', 'kubelet', 'kubectl', 'kubernetes-cni', 'cri-tools'];

/** A repository a minor, in the layout of pkgs.k8s.io, with its key beside it. */
export function describeMinorRepository(root: string, minor: number): Omit<PackageRepository, 'name'> {
  const base = `${root}/v1.${minor}`;
  return {
    apt: { url: `${base}/deb/`, suite: '/', components: [], keys: [{ url: `${base}/deb/Release.key` }] },
    rpm: {
      url: `${base}/rpm/`,
      verify: 'packages',
      exclude: KUBERNETES_PACKAGES,
      keys: [{ url: `${base}/rpm/repodata/repomd.xml.key` }],
    },
  };
}

/** Systems whose version, as dnf and yum know it, is a folder of Docker's repository for CentOS. */
const LIKE_CENTOS = ['centos', 'rhel', 'rocky', 'almalinux', 'ol'];

/** Docker's repository for CentOS. Debian's family has Docker and containerd itself. */
export function describeDockerRepository(root: string): Omit<PackageRepository, 'name'> {
  return {
    systems: LIKE_CENTOS,
    rpm: {
      url: `${root}/linux/centos/{releasever}/{basearch}/stable`,
      verify: 'packages',
      exclude: [],
      keys: [{ url: `${root}/linux/centos/gpg` }],
    },
  };
}
