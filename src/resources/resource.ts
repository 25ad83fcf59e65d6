/**
 * What changing a resource interrupts on a live node: nothing, one service, or the node's workloads. `plan` tells it of
 * members; they change one at a time, whatever it is.
 */
export type Disruption = 'none' | 'service' | 'node';

interface Common {
  /** Why this resource is on the node, in a few words; shown by `plan`. */
  readonly why?: string;
  readonly disruption: Disruption;
}

/** A regular file with exactly these bytes, mode and owner. */
export interface FileResource extends Common {
  readonly kind: 'file';
  readonly path: string;
  readonly content: string;
  /** Octal, four digits: `0644`. */
  readonly mode: string;
  /** `user:group`, `root:root` when absent. */
  readonly owner?: string;
}

/** A directory that exists with this mode. */
export interface DirectoryResource extends Common {
  readonly kind: 'directory';
  readonly path: string;
  readonly mode: string;
}

/** A path that must not exist (a leftover, or a file that another choice made obsolete). */
export interface AbsentResource extends Common {
  readonly kind: 'absent';
  readonly path: string;
}

/**
 * A systemd unit. `enabled` and `active` are separate wishes: a kubelet before init is enabled, not active.
 * `stamp` is a digest of every input that needs a restart when it changes; it is kept on the node only after the
 * restart succeeded, so a crash between "file written" and "unit restarted" still restarts.
 */
export interface UnitResource extends Common {
  readonly kind: 'unit';
  readonly name: string;
  readonly enabled: boolean;
  /** `true` running, `false` stopped, absent: not looked at. */
  readonly active?: boolean;
  readonly masked?: boolean;
  readonly stamp?: string;
  /** How a changed stamp is taken up; `restart` when absent. */
  readonly takeUp?: 'restart' | 'reload';
}

export type PackageManager = 'apt' | 'dnf' | 'yum';

/**
 * A distribution package. Without `version`, any installed version is right, and whatever package brings what `name`
 * says. A version without the distribution's own part (`1.28.2` of `1.28.2-1.1`) is right in any packaging.
 */
export interface PackageResource extends Common {
  readonly kind: 'package';
  readonly manager: PackageManager;
  /** Of a family that has dnf or yum also an absolute path, which some package brings. */
  readonly name: string;
  readonly version?: string;
  /** No upgrade of the system changes the version that is installed. */
  readonly hold?: boolean;
}

/**
 * What the package client knows of one repository was read, and its signature accepted, after its definition and keys
 * became what `stamp` is a digest of.
 */
export interface PackageIndexResource extends Common {
  readonly kind: 'package-index';
  readonly manager: PackageManager;
  /** Name of the definition's file without its ending, and of the repository where the client has names for them. */
  readonly repository: string;
  readonly stamp: string;
}

/** Definitions and keys of package repositories that Slipway wrote: those that are not kept are gone; others' stay. */
export interface PackageSourcesResource extends Common {
  readonly kind: 'package-sources';
  readonly manager: PackageManager;
  /** Paths of those that the cluster file has. */
  readonly keep: readonly string[];
}

/** A downloaded file, verified by sha256 on the node before it is put in place. */
export interface ArtifactResource extends Common {
  readonly kind: 'artifact';
  /** Human name and version, e.g. `containerd 1.6.20`. */
  readonly title: string;
  readonly url: string;
  readonly sha256: string;
  readonly install:
    | { readonly as: 'binary'; readonly path: string; readonly mode: string }
    | {
        readonly as: 'archive';
        /** Directory the archive is unpacked into. */
        readonly into: string;
        /** Paths, relative to `into`, that the archive must have produced (checked by size and digest stamp). */
        readonly members: readonly string[];
      };
}

/** A kernel parameter, now and after a reboot (the file is a FileResource of its own). */
export interface SysctlResource extends Common {
  readonly kind: 'sysctl';
  readonly key: string;
  readonly value: string;
  /** False: a key that this kernel or namespace refuses is reported, not fatal. */
  readonly required: boolean;
}

/** A kernel module that is loaded or built in. */
export interface KernelModuleResource extends Common {
  readonly kind: 'kernel-module';
  readonly name: string;
  readonly required: boolean;
}

/** No swap in use, now and after a reboot (fstab lines commented out, swap units masked). */
export interface SwapResource extends Common {
  readonly kind: 'swap';
  readonly state: 'off';
}

/** A port, or a range of them, such as `30000-32767/tcp`; or a protocol that has none. */
export type OpenPort = `${string}/${'tcp' | 'udp'}` | 'vrrp' | 'ipip';

/** A firewall that runs (firewalld, ufw) lets these through, now and after a reboot; what else it lets through stays. */
export interface FirewallResource extends Common {
  readonly kind: 'firewall';
  readonly ports: readonly OpenPort[];
  /** Networks whose packets are let through whatever they are: those of pods. */
  readonly trusted: readonly string[];
  /** Interface that the ports are open on. */
  readonly interface: string;
}

/** The host name, static and transient. */
export interface HostnameResource extends Common {
  readonly kind: 'hostname';
  readonly name: string;
}

/** Lines of /etc/hosts between Slipway's own marks, which go with the last of them; foreign lines are never touched. */
export interface HostsResource extends Common {
  readonly kind: 'hosts';
  readonly entries: readonly { readonly address: string; readonly names: readonly string[] }[];
}

/** A client of a container runtime: containerd's `ctr` in the namespace k8s.io, `crictl`, or `docker`. */
export type ContainerClient = 'ctr' | 'crictl' | 'docker';

/** A container image present in the runtime's store. */
export interface ImageResource extends Common {
  readonly kind: 'image';
  readonly reference: string;
  /** Which client pulls it. */
  readonly client: ContainerClient;
}

/**
 * Anything else: `check` prints nothing and exits 0 when satisfied, else prints the reason on stdout and exits 1;
 * `apply` makes it so. Both are POSIX sh built with the quoting tag.
 */
export interface CommandResource extends Common {
  readonly kind: 'command';
  readonly title: string;
  readonly check: string;
  readonly apply: string;
  /** `apply` may take more than a few seconds, or must not be cut off with the connection: it runs detached. */
  readonly long?: boolean;
}

/** The closed union of what a node can be asked to have. */
export type Resource =
  | FileResource
  | DirectoryResource
  | AbsentResource
  | UnitResource
  | PackageResource
  | PackageIndexResource
  | PackageSourcesResource
  | ArtifactResource
  | SysctlResource
  | KernelModuleResource
  | SwapResource
  | HostnameResource
  | FirewallResource
  | HostsResource
  | ImageResource
  | CommandResource;

export type ResourceKind = Resource['kind'];

/** An ordered list of resources with one name: what a person sees as one thing being done to a node. */
export interface Step {
  /** Kebab-case and stable: the identity in logs, errors, CLI and Web UI. */
  readonly name: string;
  /** Imperative title, e.g. `Install containerd 1.6.20`. */
  readonly title: string;
  readonly resources: readonly Resource[];
  /** Variables that whatever downloads in this step finds in its environment; readable on the node, so no secrets. */
  readonly environment?: Readonly<Record<string, string>>;
}
