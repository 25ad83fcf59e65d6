import type { StepReport } from '../resources/report';
import type { MemberLook } from './etcd/member-look';
import type { Fence } from './fence';
import type { LivePodNetwork } from './pod-network';
import type { Trace } from './traces';

export type Architecture = 'amd64' | 'arm64';
export type CgroupDriver = 'systemd' | 'cgroupfs';

/** One network interface that is not a loopback, a bridge port or a container's end. */
export interface NetworkInterface {
  readonly name: string;
  readonly mac: string;
  readonly mtu: number;
  /** In CIDR notation, e.g. `10.0.0.11/24`. */
  readonly addresses: readonly string[];
}

/** What one node is, observed in one round trip; a value, never changed. Times are in the unit that the name carries. */
export interface NodeFacts {
  readonly node: string;
  readonly os: {
    readonly id: string;
    readonly idLike: readonly string[];
    readonly versionId: string;
    readonly prettyName: string;
  };
  readonly architecture: Architecture | 'unknown';
  readonly kernelRelease: string;
  readonly systemdVersion: number;
  readonly cpus: number;
  readonly memoryMiB: number;
  readonly hostname: string;
  readonly machineId: string;
  readonly productUuid?: string;
  readonly interfaces: readonly NetworkInterface[];
  readonly defaultInterface?: string;
  readonly cgroupVersion: 1 | 2;
  /** Node clock minus worker clock at the middle of the round trip, and half of that round trip as its error. */
  readonly clock: { readonly offsetMs: number; readonly errorMs: number };
  readonly swap: { readonly active: readonly string[]; readonly persistent: boolean };
  /** Free space of the file systems that hold these paths. */
  readonly disks: readonly { readonly path: string; readonly freeMiB: number; readonly readOnly: boolean }[];
  /** 99th percentile of small fdatasync writes where etcd's data will live; absent on workers. */
  readonly fdatasyncP99Ms?: number;
  readonly modules: readonly { readonly name: string; readonly state: 'loaded' | 'loadable' | 'missing' }[];
  /** Listening TCP ports that Kubernetes wants or gives to Services, with who holds them. */
  readonly ports: readonly { readonly port: number; readonly process: string }[];
  readonly cloudInit: 'absent' | 'running' | 'done' | 'failed';
  /** Who holds the package manager's lock, when somebody does. */
  readonly packageLock?: string;
  /** Name servers that pods will get: those behind systemd-resolved's stub where it runs. */
  readonly resolvers: readonly string[];
  /** Hosts that the cluster file names as sources and that the node cannot resolve. */
  readonly unresolvable: readonly string[];
  readonly firewall?: string;
  /** Active services that load packet filter rules out of files, and are not told of ports: `iptables`, `nftables`. */
  readonly rulesLoadedBy: readonly string[];
  readonly selinux?: 'enforcing' | 'permissive' | 'disabled';
  /** Versions found on the node, without a leading `v`; absent: not installed. */
  readonly versions: {
    readonly containerd?: string;
    readonly runc?: string;
    readonly docker?: string;
    readonly crio?: string;
    readonly kubeadm?: string;
    readonly kubelet?: string;
    readonly kubectl?: string;
  };
  /** Who makes the control groups of containers, as the machine is configured now; absent: neither is. */
  readonly cgroupDrivers?: {
    readonly kubelet?: CgroupDriver;
    /** Of the cluster's runtime, where it is there. */
    readonly runtime?: { readonly driver: CgroupDriver; readonly runningContainers: number };
  };
  /** What an earlier cluster, or an earlier run of this one, left behind. */
  readonly kubeadm: KubeadmState;
  /** The node's member of an external etcd; absent where it is to have none. */
  readonly member?: MemberLook;
  /** Everything of Kubernetes on the node, as a wipe would remove it; absent where it was not looked for. */
  readonly traces?: readonly Trace[];
  /** The last fence this node accepted, and whether its run has let go; absent where no run has claimed the node. */
  readonly fence?: Fence & { readonly released: boolean };
  /** Pending state of every step that applies to this node, checked in the same round trip when the OS was known. */
  readonly steps?: readonly StepReport[];
}

/** What kubeadm itself puts into the cluster, in its order. */
export type Addon = 'coredns' | 'kube-proxy';

/** What kubeadm, the kubelet and etcd have on a node's disk and in memory: live state, no marker files of our own. */
export interface KubeadmState {
  readonly certificates: readonly {
    /** Path below /etc/kubernetes/pki without its ending, e.g. `etcd/ca`, `sa`. */
    readonly name: string;
    readonly key: boolean;
    /** The `.crt`, or `.pub` of `sa`. */
    readonly certificate: boolean;
  }[];
  /** File names in /etc/kubernetes that are kubeconfigs, and whether each parses whole. */
  readonly kubeconfigs: readonly { readonly name: string; readonly whole: boolean }[];
  /** File names in /etc/kubernetes/manifests, e.g. `etcd.yaml`. */
  readonly manifests: readonly string[];
  /** Paths of certificates, keys and manifests that are there and not whole: the power went while they were written. */
  readonly cutFiles?: readonly string[];
  /** Public half of the token in bootstrap-kubelet.conf, which is there until the kubelet has its certificate. */
  readonly bootstrapTokenId?: string;
  /** kubelet.conf, which the kubelet writes first, points to a certificate that it has not been given yet. */
  readonly kubeletUncertified?: true;
  readonly kubeletConfig: boolean;
  readonly kubeletActive: boolean;
  readonly etcdData: boolean;
  readonly cniConfigs: readonly string[];
  /** SHA-256 of the SPKI of /etc/kubernetes/pki/ca.crt, hex. */
  readonly caFingerprint?: string;
  /** `https://<local address>:6443/livez` answered ok. */
  readonly apiServerLive: boolean;
  /** The first question that the API server, live just before, did not answer. Nothing here says what it was asked after. */
  readonly unanswered?: string;
  /** UID of kube-system seen through the node's own API server; absent where that does not answer. */
  readonly clusterUid?: string;
  /** ConfigMap kube-system/kubeadm-config exists. */
  readonly kubeadmConfigUploaded?: boolean;
  /** What that ConfigMap says of the cluster as it is. */
  readonly clusterConfiguration?: LiveClusterConfiguration;
  /** Which of kubeadm's addons, the last phases of an init, are whole in the API; absent where it does not answer. */
  readonly addons?: readonly Addon[];
  /** Of which the workload is there, and what kubeadm makes after it is not. */
  readonly addonsBegun?: readonly Addon[];
  /** The node object, where the node's own API server or, without one, the kubelet's answers. */
  readonly nodeObject?: 'absent' | 'not-ready' | 'ready';
  /** The node object carries the control-plane role. */
  readonly markedControlPlane?: boolean;
  /** Labels of the node object, and what Slipway noted on it of labels and taints. */
  readonly nodeSettings?: {
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
  };
  /** Names of all Nodes of the cluster, at most 2,000; absent where the node's own API server does not answer. */
  readonly nodeNames?: readonly string[];
  /** What the node's own API server tells of the pod network; absent where it does not answer. */
  readonly podNetwork?: LivePodNetwork;
  /** A recovery of etcd was cut off on this node. */
  readonly etcdRecoveryBegun?: true;
  /** etcd is not kubeadm's: no part of it on the node is a trace of kubeadm. */
  readonly externalEtcd?: true;
  /** Where the API server asks an external etcd, as its manifest says; absent where there is no manifest. */
  readonly apiServerEtcd?: readonly string[];
  /** Where one that is made next would ask it, as the live ClusterConfiguration says. */
  readonly clusterEtcd?: readonly string[];
  /** etcd members, from this node's own etcd or from the external one; absent where it does not answer. */
  readonly members?: readonly EtcdMember[];
}

/** The fields of a live ClusterConfiguration that an install refuses to change. */
export interface LiveClusterConfiguration {
  readonly kubernetesVersion?: string;
  readonly controlPlaneEndpoint?: string;
  readonly podSubnet?: string;
  readonly serviceSubnet?: string;
  readonly dnsDomain?: string;
}

/** One line of `etcdctl member list`. */
export interface EtcdMember {
  /** Hexadecimal. */
  readonly id: string;
  /** Empty: added, never started. */
  readonly name: string;
  readonly peerUrl: string;
  readonly isLearner: boolean;
}
