/** Minor versions that can be installed, oldest and newest. */
export const OLDEST_MINOR = 17;
export const NEWEST_MINOR = 36;

export const SUPPORTED_KUBERNETES = `v1.${OLDEST_MINOR} to v1.${NEWEST_MINOR}`;

/** Versions of the API in which kubeadm reads its configuration. */
export type KubeadmApi = 'v1beta2' | 'v1beta3' | 'v1beta4';

/** Names under `node-role.kubernetes.io/` that a control plane has gone by. */
export type ControlPlaneRole = 'master' | 'control-plane';

/** What of a minor version of Kubernetes something else depends on. */
export interface KubernetesSupport {
  readonly minor: number;
  /** In which kubeadm reads its configuration. */
  readonly kubeadmApi: KubeadmApi;
  /** Keys of the taints that kubeadm lays on a control plane. */
  readonly controlPlaneTaints: readonly ControlPlaneRole[];
  /** Keys of the labels that kubeadm marks a control plane with. */
  readonly controlPlaneLabels: readonly ControlPlaneRole[];
  /** Versions of cgroups that the kubelet runs on. */
  readonly cgroups: readonly (1 | 2)[];
  /** The kubelet drives Docker itself, without cri-dockerd. */
  readonly hasDockershim: boolean;
  /** Kubernetes' own registry keeps the CoreDNS of the version at `coredns/coredns`, not at `coredns`. */
  readonly hasDeepCoreDns: boolean;
  /** kubeadm's own image repository is registry.k8s.io in every release of the minor, so that it knows its layout. */
  readonly knowsRegistry: boolean;
  /** `kubeadm init` prints the join command in a phase of its own, which can be skipped. */
  readonly hasJoinCommandPhase: boolean;
  /** kubeadm's preflight wants the directory of static pods empty where a node joins. */
  readonly wantsNoManifests: boolean;
  /** kubeadm goes on with an etcd member that it announced before and never started. */
  readonly resumesEtcdMember: boolean;
  /** A joining etcd member is a learner first; before, it counts for the quorum from the moment it is announced. */
  readonly hasEtcdLearners: boolean;
  /** The flag by which `kubectl drain` ends pods that keep files of their own. */
  readonly drainDataFlag: 'delete-local-data' | 'delete-emptydir-data';
  /** A pod names its seccomp profile in a field. */
  readonly hasSeccompField: boolean;
  /** Modes of kube-proxy that need no feature gate. */
  readonly kubeProxyModes: readonly ('iptables' | 'ipvs' | 'nftables')[];
  /** Two IP families need no feature gate. */
  readonly hasDualStack: boolean;
  /** kubeadm does not start without crictl. */
  readonly needsCrictl: boolean;
  /** Commands that kubeadm's preflight looks for in some versions only; where one is missing it refuses or warns. */
  readonly preflightTools: readonly ('conntrack' | 'ebtables' | 'ethtool' | 'socat')[];
}

type Since<Value> = readonly (readonly [minor: number, value: Value])[];

/** Each value holds from its minor until the next one; read from the sources of kubeadm, the kubelet and kube-proxy. */
const CHANGES: { readonly [Fact in Exclude<keyof KubernetesSupport, 'minor'>]: Since<KubernetesSupport[Fact]> } = {
  kubeadmApi: [
    [17, 'v1beta2'],
    [22, 'v1beta3'],
    [31, 'v1beta4'],
  ],
  controlPlaneTaints: [
    [17, ['master']],
    [24, ['master', 'control-plane']],
    [25, ['control-plane']],
  ],
  controlPlaneLabels: [
    [17, ['master']],
    [20, ['master', 'control-plane']],
    [24, ['control-plane']],
  ],
  cgroups: [
    [17, [1]],
    [19, [1, 2]],
    [35, [2]],
  ],
  hasDockershim: [
    [17, true],
    [24, false],
  ],
  hasDeepCoreDns: [
    [17, false],
    [21, true],
  ],
  knowsRegistry: [
    [17, false],
    [25, true],
  ],
  hasJoinCommandPhase: [
    [17, false],
    [26, true],
  ],
  wantsNoManifests: [
    [17, true],
    [23, false],
  ],
  resumesEtcdMember: [
    [17, false],
    [19, true],
  ],
  hasEtcdLearners: [
    [17, false],
    [29, true],
  ],
  drainDataFlag: [
    [17, 'delete-local-data'],
    [20, 'delete-emptydir-data'],
  ],
  hasSeccompField: [
    [17, false],
    [19, true],
  ],
  kubeProxyModes: [
    [17, ['iptables', 'ipvs']],
    [31, ['iptables', 'ipvs', 'nftables']],
  ],
  hasDualStack: [
    [17, false],
    [21, true],
  ],
  needsCrictl: [
    [17, true],
    [31, false],
  ],
  preflightTools: [
    [17, ['ebtables', 'ethtool', 'socat']],
    [18, ['conntrack', 'ebtables', 'ethtool', 'socat']],
    [31, ['conntrack', 'ethtool']],
    [32, ['ethtool']],
    [33, []],
  ],
};

/** The minor of `v1.34.4` is 34. */
export function minorOf(version: string): number {
  return Number(version.split('.')[1]);
}

/** Releases of supported minors that cannot be installed, and why. */
export const REFUSED_RELEASES: Readonly<Record<string, string>> = {
  'v1.21.0': 'its kubeadm looks for CoreDNS where only one registry keeps it; v1.21.2 does not',
  'v1.21.1': 'its kubeadm looks for CoreDNS where only one registry keeps it; v1.21.2 does not',
};

/** Why the version cannot be installed; undefined where it can. */
export function whyUnsupported(version: string): string | undefined {
  const minor = minorOf(version);
  if (minor < OLDEST_MINOR) return `it is older than v1.${OLDEST_MINOR}`;
  if (minor > NEWEST_MINOR) return `its kubeadm is newer than what this Slipway knows, v1.${NEWEST_MINOR}`;
  return Object.hasOwn(REFUSED_RELEASES, version) ? REFUSED_RELEASES[version] : undefined;
}

const rows = new Map<number, KubernetesSupport>();

/** What holds for a Kubernetes version such as `v1.34.4`; one that is newer than all is taken for the newest. */
export function kubernetesSupport(version: string): KubernetesSupport {
  const minor = minorOf(version);
  const row = rows.get(minor) ?? makeRow(minor);
  rows.set(minor, row);
  return row;
}

function makeRow(minor: number): KubernetesSupport {
  const facts = Object.entries(CHANGES).map(([fact, changes]) => [fact, valueAt<unknown>(changes, minor)]);
  return { minor, ...Object.fromEntries(facts) } as KubernetesSupport;
}

/** One row for each minor version that can be installed, oldest first. */
export function listKubernetesSupport(): KubernetesSupport[] {
  const minors = Array.from({ length: NEWEST_MINOR - OLDEST_MINOR + 1 }, (_, index) => OLDEST_MINOR + index);
  return minors.map((minor) => kubernetesSupport(`v1.${minor}.0`));
}

function valueAt<Value>(changes: Since<Value>, minor: number): Value | undefined {
  return (changes.findLast(([since]) => since <= minor) ?? changes[0])?.[1];
}
