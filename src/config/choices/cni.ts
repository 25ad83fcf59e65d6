import type { KubernetesRange } from '../kubernetes-ranges';

/** Fields of `spec.cni` beside its name. */
export type CniSetting = 'version' | 'backend' | 'mtu' | 'images' | 'manifest' | 'typhaReplicas' | 'options';

/** A release that is known, and the minors of Kubernetes that its publisher tests it with, both ends included. */
export interface CniRelease {
  readonly version: string;
  readonly kubernetes: readonly [oldest: number, newest: number];
}

/** What may be said of a pod network in the cluster file; whatever is left out is not judged. */
export interface CniChoice {
  /** Versions of Kubernetes that it goes with, oldest of its own versions first. */
  readonly ranges?: readonly KubernetesRange[];
  /** Fields that it reads: another one would be a silent mistake. */
  readonly settings?: readonly CniSetting[];
  /** The default first. */
  readonly backends?: readonly string[];
  /** Names under `spec.cni.images`. */
  readonly images?: readonly string[];
  /** The oldest version that the built-in manifest fits. */
  readonly oldest?: string;
  /** Oldest first. Another version needs a manifest with a checksum in the file. */
  readonly releases?: readonly CniRelease[];
  /** A manifest in the file must be there, is applied as it is and names its images itself, or is fitted to the file. */
  readonly manifest?: 'required' | 'as-it-is' | 'fitted';
  /** It can do without kube-proxy, or leaves that to whoever installs it. */
  readonly replacesKubeProxy?: boolean;
  /** First version that works beside kube-proxy's mode nftables; `never`, or left out: that is not judged. */
  readonly nftablesSince?: string;
  /** Only an IPv4 pod subnet is passed on to it. */
  readonly isIpv4Only?: boolean;
  /** How many of Typha stand between so many nodes and the API server where the file does not say; 0: none. */
  readonly typhaReplicas?: (nodes: number) => number;
}

/** Calico's own advice: from this many nodes on, a replica for every 200 of them, and at least three. */
const TYPHA = { worthItAboveNodes: 50, nodesPerReplica: 200, least: 3, most: 20 };

function typhaReplicasFor(nodes: number): number {
  if (nodes <= TYPHA.worthItAboveNodes) return 0;
  return Math.min(TYPHA.most, Math.max(TYPHA.least, Math.ceil(nodes / TYPHA.nodesPerReplica)));
}

/** From https://docs.tigera.io/calico, "System requirements", of each version. */
const CALICO_RELEASES: readonly CniRelease[] = [
  { version: '3.26.5', kubernetes: [24, 28] },
  { version: '3.28.0', kubernetes: [27, 30] },
  { version: '3.28.5', kubernetes: [27, 30] },
  { version: '3.29.7', kubernetes: [29, 32] },
  { version: '3.31.7', kubernetes: [32, 35] },
  { version: '3.32.1', kubernetes: [34, 36] },
];

const CALICO = { releases: CALICO_RELEASES, manifest: 'fitted', nftablesSince: '3.29.0' } as const;

export const CNI_CHOICES = {
  flannel: {
    settings: ['version', 'backend', 'mtu', 'images', 'manifest'],
    backends: ['vxlan', 'host-gw'],
    images: ['flannel', 'cniPlugin'],
    oldest: '0.25.0',
    manifest: 'as-it-is',
  },
  calico: {
    ...CALICO,
    settings: ['version', 'backend', 'mtu', 'images', 'manifest', 'typhaReplicas'],
    backends: ['vxlan', 'ipip', 'bgp'],
    images: ['node', 'cni', 'kubeControllers', 'typha'],
    isIpv4Only: true,
    typhaReplicas: typhaReplicasFor,
  },
  'calico-operator': {
    ...CALICO,
    settings: ['version', 'backend', 'mtu', 'images', 'manifest'],
    backends: ['vxlan', 'ipip', 'bgp'],
    images: ['operator'],
  },
  canal: {
    ...CALICO,
    settings: ['version', 'mtu', 'images', 'manifest'],
    images: ['node', 'cni', 'kubeControllers', 'flannel'],
    nftablesSince: 'never',
    isIpv4Only: true,
  },
  cilium: {
    settings: ['backend', 'manifest'],
    backends: ['vxlan', 'geneve', 'native'],
    manifest: 'required',
    replacesKubeProxy: true,
  },
  manifest: { settings: ['manifest'], manifest: 'required', replacesKubeProxy: true },
  none: { settings: [], replacesKubeProxy: true },
} as const satisfies Readonly<Record<string, CniChoice>>;

/** The newest known release for this minor of Kubernetes; undefined where there is none. */
export function defaultRelease({ releases = [] }: CniChoice, minor: number): string | undefined {
  return releases.findLast(({ kubernetes: [oldest, newest] }) => oldest <= minor && minor <= newest)?.version;
}
