import type { Cluster } from '../../../config/cluster';

/** The version that is installed where the cluster file names none. */
export const DEFAULT_VERSION = '0.25.7';

interface FlannelRelease {
  /** First version that the row holds for. */
  readonly since: string;
  readonly repository: string;
  /** Version of flannel's CNI plugin, which is released on its own; from flannel's manifest of that version. */
  readonly cniPlugin: string;
}

const RELEASES: readonly FlannelRelease[] = [
  { since: '0.28.4', repository: 'ghcr.io/flannel-io', cniPlugin: 'v1.9.1-flannel1' },
  { since: '0.26.7', repository: 'ghcr.io/flannel-io', cniPlugin: 'v1.6.2-flannel1' },
  { since: '0.25.0', repository: 'docker.io/flannel', cniPlugin: 'v1.5.1-flannel2' },
];

export interface FlannelImages {
  readonly flannel: string;
  readonly cniPlugin: string;
}

/** Throws for a version older than the manifest is known to fit. */
export function flannelImages({ spec: { cni } }: Cluster): FlannelImages {
  const version = cni.version ?? DEFAULT_VERSION;
  const release = RELEASES.find(({ since }) => compareVersions(version, since) >= 0);
  if (release === undefined) {
    throw new Error(
      `flannel ${version} is older than 0.25.0; name a newer cni.version, or give a cni.manifest of your own`,
    );
  }
  return {
    flannel: cni.images['flannel'] ?? `${release.repository}/flannel:v${version}`,
    cniPlugin: cni.images['cniPlugin'] ?? `${release.repository}/flannel-cni-plugin:${release.cniPlugin}`,
  };
}

function compareVersions(left: string, right: string): number {
  return left.localeCompare(right, 'en', { numeric: true });
}
