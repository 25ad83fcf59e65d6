import type { PackageManager } from '../../resources/resource';

/** A tool that a step needs on the node; each family names the package that brings it. */
export type Tool =
  | 'ca-certificates'
  | 'chrony'
  | 'conntrack'
  | 'curl'
  | 'ebtables'
  | 'ethtool'
  | 'haproxy'
  | 'iproute'
  | 'ipset'
  | 'iptables'
  | 'ipvsadm'
  | 'keepalived'
  | 'kmod'
  | 'mount'
  | 'socat'
  | 'tar'
  | 'util-linux';

/** What an operating system says of itself in os-release. */
export interface OsRelease {
  readonly id: string;
  readonly idLike: readonly string[];
  /** Empty where it says none, as rolling releases do. */
  readonly versionId: string;
}

/** A family of operating systems: what a step must know to work on any of its members. */
export interface OsFamily {
  /** Values of ID or ID_LIKE in os-release that belong to the family. */
  readonly ids: readonly string[];
  /** First and last major of VERSION_ID that belong to it; absent: no such end. */
  readonly majors?: { readonly from?: number; readonly to?: number };
  readonly packageManager: PackageManager;
  /** A package's name, or an absolute path that any installed package may bring. */
  readonly packages: Readonly<Record<Tool, string>>;
  /** Packages without which the package client cannot hold a version. */
  readonly holdPackages: readonly string[];
  /** Directory of the environment files of services. */
  readonly environmentDirectory: string;
  readonly chrony: { readonly unit: string; readonly config: string };
}
