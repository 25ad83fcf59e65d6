/** Versions of everything in the lab. A tag or path never names a version that a thing is not. */
export const VERSIONS = {
  etcd: '3.6.16',
  coredns: '1.14.7',
  flannel: '0.25.7',
  /** The plugin left the reference plugins after this version; newer ones cannot be built from the module proxy. */
  flannelCniPlugin: '0.9.1',
  containerd: '1.6.20',
  runc: '1.1.5',
  cniPlugins: '1.1.1',
} as const;

export interface KubernetesRelease {
  readonly version: string;
  /** Tags that this release's own sources give to what is built from them. */
  readonly pause: string;
  readonly agnhost: string;
}

export const DEFAULT_KUBERNETES_VERSION = 'v1.34.4';

export const KUBERNETES_RELEASES: readonly KubernetesRelease[] = [
  { version: 'v1.34.4', pause: '3.10.1', agnhost: '2.56' },
  { version: 'v1.33.13', pause: '3.10', agnhost: '2.53' },
];

/** Throws for a release that the lab does not know how to build. */
export function kubernetesRelease(version: string): KubernetesRelease {
  const release = KUBERNETES_RELEASES.find((candidate) => candidate.version === version);
  if (release !== undefined) return release;
  const known = KUBERNETES_RELEASES.map((candidate) => candidate.version).join(', ');
  throw new Error(`The lab has no recipe for Kubernetes ${version}; it knows ${known}.`);
}
