import type { ClusterFile } from './schema';
import type { SecretRef as SecretRefSchema } from './schema/secret';

/** `T` with every property at every depth readonly. */
export type DeepReadonly<T> = T extends (infer Item)[]
  ? readonly DeepReadonly<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> }
    : T;

type FileSpec = DeepReadonly<ClusterFile['spec']>;

export type SecretRef = DeepReadonly<SecretRefSchema>;
export type Role = 'control-plane' | 'worker' | 'etcd';
export type Architecture = 'amd64' | 'arm64';
export type Sudo = 'none' | 'passwordless' | { readonly password: SecretRef };

/** One SSH connection, fully resolved. Files are on the worker; `~/` is the worker's home. */
export interface SshHop {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly privateKey?: { readonly file: string };
  readonly passphrase?: SecretRef;
  readonly agent: boolean;
  readonly password?: SecretRef;
  readonly knownHosts: { readonly file: string };
  /** Pinned keys (`ssh-ed25519 AAAA…`) or fingerprints (`SHA256:…`); when not empty, only these are trusted. */
  readonly hostKeys: readonly string[];
  readonly trustOnFirstUse: boolean;
}

/** The way into a node: `spec.ssh`, the group's and the node's settings merged. */
export interface NodeSsh extends SshHop {
  readonly sudo: Sudo;
  readonly bastion?: SshHop;
}

export interface Taint {
  readonly key: string;
  readonly value: string;
  readonly effect: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
}

export interface Node {
  readonly name: string;
  /** Internal IP address. */
  readonly address: string;
  readonly roles: readonly Role[];
  readonly site: string;
  readonly group?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly Taint[];
  readonly ssh: NodeSsh;
}

export type Kubernetes = FileSpec['kubernetes'];
export type LoadBalancer = FileSpec['loadBalancer'];
export type Networking = FileSpec['networking'];
/** `install` is settled; a version is there where one was given, or the archive has a default. */
export type Runtime = Omit<FileSpec['runtime'], 'install'> & { readonly install: 'archive' | 'package' };
export type Cni = FileSpec['cni'];
export type Etcd = FileSpec['etcd'];
export type KubeProxy = FileSpec['kubeProxy'];
export type Kubeadm = FileSpec['kubeadm'];
export type Registry = FileSpec['registry'];
export type RegistryMirror = Registry['mirrors'][number];
export type PackageRepository = FileSpec['packages']['repositories'][number];
export type Artifacts = FileSpec['artifacts'];
export type Artifact = Artifacts['containerd'];
export type Preflight = FileSpec['preflight'];
export type Patience = FileSpec['patience'];

/** What is wanted, with every default filled in and every inherited setting resolved. */
export type ClusterSpec = Omit<FileSpec, 'ssh' | 'nodeGroups' | 'nodes' | 'controlPlaneEndpoint' | 'runtime'> & {
  readonly runtime: Runtime;
  /** host:port of the API server; an IPv6 host stands in brackets. */
  readonly controlPlaneEndpoint: string;
  readonly nodes: readonly Node[];
};

export interface Cluster {
  readonly apiVersion: 'slipway.dev/v1alpha1';
  readonly kind: 'Cluster';
  readonly metadata: { readonly name: string };
  readonly spec: ClusterSpec;
}
