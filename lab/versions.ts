/** Versions of what is the same in every lab. A tag or path never names a version that a thing is not. */
export const VERSIONS = {
  flannel: '0.25.7',
  /** The plugin left the reference plugins after this version; newer ones cannot be built from the module proxy. */
  flannelCniPlugin: '0.9.1',
  calico: '3.28.5',
  /** The one of that minor that can be built from the module proxy; the release has 1.34.13. */
  calicoOperator: '1.34.3',
  cniPlugins: '1.1.1',
  /** Releases whose place the lab's stand-ins take: where they cannot be downloaded, and CRI-O's everywhere. */
  crictl: '1.34.0',
  criDockerd: '0.3.20',
  criO: '1.34.0',
  buildkit: '0.25.2',
} as const;

export const DEFAULT_CONTAINERD_VERSION = '1.6.20';

/** Each with the runc that it is run with. */
export const CONTAINERD_RELEASES = [
  { version: '1.6.20', runc: '1.1.5' },
  { version: '1.7.28', runc: '1.3.3' },
  { version: '2.1.4', runc: '1.3.3' },
] as const;

export interface KubernetesRelease {
  readonly version: string;
  /** Tags that this release's own sources give to what is built from them. */
  readonly pause: string;
  readonly agnhost: string;
  /** What the lab runs beside it, each under its own version: kubeadm is told the tags. */
  readonly etcd: string;
  readonly coredns: string;
}

export const DEFAULT_KUBERNETES_VERSION = 'v1.34.4';

const CURRENT = { etcd: '3.6.16', coredns: '1.14.7' } as const;

export const KUBERNETES_RELEASES: readonly KubernetesRelease[] = [
  { version: 'v1.36.3', pause: '3.10.2', agnhost: '2.63.0', ...CURRENT },
  { version: 'v1.34.4', pause: '3.10.1', agnhost: '2.56', ...CURRENT },
  { version: 'v1.33.13', pause: '3.10', agnhost: '2.53', ...CURRENT },
  { version: 'v1.29.6', pause: '3.9', agnhost: '2.45', ...CURRENT },
  { version: 'v1.28.2', pause: '3.9', agnhost: '2.45', ...CURRENT },
  // Newer ones of CoreDNS ask for an EndpointSlice API that this release does not serve.
  { version: 'v1.17.4', pause: '3.1', agnhost: '2.8', etcd: '3.4.23', coredns: '1.8.0' },
];

/** Throws for a release that the lab does not know how to build. */
export function kubernetesRelease(version: string): KubernetesRelease {
  const release = KUBERNETES_RELEASES.find((candidate) => candidate.version === version);
  if (release !== undefined) return release;
  const known = KUBERNETES_RELEASES.map((candidate) => candidate.version).join(', ');
  throw new Error(`The lab has no recipe for Kubernetes ${version}; it knows ${known}.`);
}

/** The minor of a Kubernetes version: 29 of v1.29.6. */
export function minorOf(version: string): number {
  return Number(version.split('.')[1]);
}
