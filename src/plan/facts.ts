import type { StepReport } from '../resources/report';
import type { Fence } from './fence';

export type Architecture = 'amd64' | 'arm64';

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
  /** Listening TCP ports that Kubernetes wants, with who holds them. */
  readonly ports: readonly { readonly port: number; readonly process: string }[];
  readonly cloudInit: 'absent' | 'running' | 'done' | 'failed';
  /** Who holds the package manager's lock, when somebody does. */
  readonly packageLock?: string;
  readonly resolvers: readonly string[];
  readonly firewall?: string;
  readonly selinux?: 'enforcing' | 'permissive' | 'disabled';
  /** Versions found on the node, without a leading `v`; absent: not installed. */
  readonly versions: {
    readonly containerd?: string;
    readonly runc?: string;
    readonly kubeadm?: string;
    readonly kubelet?: string;
    readonly kubectl?: string;
  };
  /** What an earlier cluster, or an earlier run of this one, left behind. */
  readonly kubeadm: KubeadmState;
  /** The last fence this node accepted; absent on a node that no run has claimed. */
  readonly fence?: Fence;
  /** Pending state of every step that applies to this node, checked in the same round trip when the OS was known. */
  readonly steps?: readonly StepReport[];
}

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
  readonly manifests: readonly string[];
  readonly kubeletConfig: boolean;
  readonly kubeletActive: boolean;
  readonly etcdData: boolean;
  readonly cniConfigs: readonly string[];
  /** SHA-256 of the SPKI of /etc/kubernetes/pki/ca.crt, hex. */
  readonly caFingerprint?: string;
  /** `https://<local address>:6443/livez` answered ok. */
  readonly apiServerLive: boolean;
  /** UID of kube-system seen through admin.conf; absent where that does not work. */
  readonly clusterUid?: string;
  /** ConfigMap kube-system/kubeadm-config exists, seen through admin.conf. */
  readonly kubeadmConfigUploaded?: boolean;
  /** The bootstrap-token and addon phases left their traces (cluster-info, CoreDNS, kube-proxy). */
  readonly addonsInstalled?: boolean;
  /** The node object, where it can be asked for through admin.conf or kubelet.conf. */
  readonly nodeObject?: 'absent' | 'not-ready' | 'ready';
  /** etcd members seen from this node's own etcd; absent where it does not answer. */
  readonly members?: readonly EtcdMember[];
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
