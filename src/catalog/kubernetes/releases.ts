/** Tags of the images that a kubeadm pulls beside those of its own version; from its `constants.go`. */
export interface ComponentTags {
  readonly etcd: string;
  readonly coredns: string;
  readonly pause: string;
}

/** Read from the sources of these releases, oldest first. */
const RELEASES: readonly (readonly [version: string, etcd: string, coredns: string, pause: string])[] = [
  ['v1.17.0', '3.4.3-0', '1.6.5', '3.1'],
  ['v1.17.17', '3.4.3-0', '1.6.5', '3.1'],
  ['v1.18.0', '3.4.3-0', '1.6.7', '3.2'],
  ['v1.18.20', '3.4.3-0', '1.6.7', '3.2'],
  ['v1.19.0', '3.4.9-1', '1.7.0', '3.2'],
  ['v1.19.16', '3.4.13-0', '1.7.0', '3.2'],
  ['v1.20.0', '3.4.13-0', '1.7.0', '3.2'],
  ['v1.20.15', '3.4.13-0', '1.7.0', '3.2'],
  ['v1.21.2', '3.4.13-0', 'v1.8.0', '3.4.1'],
  ['v1.21.14', '3.4.13-0', 'v1.8.0', '3.4.1'],
  ['v1.22.0', '3.5.0-0', 'v1.8.4', '3.5'],
  ['v1.22.17', '3.5.6-0', 'v1.8.4', '3.5'],
  ['v1.23.0', '3.5.1-0', 'v1.8.6', '3.6'],
  ['v1.23.17', '3.5.6-0', 'v1.8.6', '3.6'],
  ['v1.24.0', '3.5.3-0', 'v1.8.6', '3.7'],
  ['v1.24.17', '3.5.6-0', 'v1.8.6', '3.7'],
  ['v1.25.0', '3.5.4-0', 'v1.9.3', '3.8'],
  ['v1.25.16', '3.5.9-0', 'v1.9.3', '3.8'],
  ['v1.26.0', '3.5.6-0', 'v1.9.3', '3.9'],
  ['v1.26.15', '3.5.10-0', 'v1.9.3', '3.9'],
  ['v1.27.0', '3.5.7-0', 'v1.10.1', '3.9'],
  ['v1.27.16', '3.5.12-0', 'v1.10.1', '3.9'],
  ['v1.28.0', '3.5.9-0', 'v1.10.1', '3.9'],
  ['v1.28.2', '3.5.9-0', 'v1.10.1', '3.9'],
  ['v1.28.15', '3.5.15-0', 'v1.10.1', '3.9'],
  ['v1.29.0', '3.5.10-0', 'v1.11.1', '3.9'],
  ['v1.29.6', '3.5.12-0', 'v1.11.1', '3.9'],
  ['v1.29.15', '3.5.16-0', 'v1.11.1', '3.9'],
  ['v1.30.0', '3.5.12-0', 'v1.11.1', '3.9'],
  ['v1.30.14', '3.5.15-0', 'v1.11.3', '3.9'],
  ['v1.31.0', '3.5.15-0', 'v1.11.1', '3.10'],
  ['v1.31.13', '3.5.15-0', 'v1.11.3', '3.10'],
  ['v1.31.14', '3.5.24-0', 'v1.11.3', '3.10'],
  ['v1.32.2', '3.5.16-0', 'v1.11.3', '3.10'],
  ['v1.32.9', '3.5.16-0', 'v1.11.3', '3.10'],
  ['v1.32.13', '3.5.24-0', 'v1.11.3', '3.10'],
  ['v1.33.6', '3.5.24-0', 'v1.12.0', '3.10'],
  ['v1.33.13', '3.5.24-0', 'v1.12.0', '3.10'],
  ['v1.34.0', '3.6.4-0', 'v1.12.1', '3.10.1'],
  ['v1.34.2', '3.6.5-0', 'v1.12.1', '3.10.1'],
  ['v1.34.4', '3.6.5-0', 'v1.12.1', '3.10.1'],
  ['v1.35.4', '3.6.6-0', 'v1.13.1', '3.10.1'],
  ['v1.36.1', '3.6.8-0', 'v1.14.2', '3.10.2'],
  ['v1.36.3', '3.6.8-0', 'v1.14.2', '3.10.2'],
];

/**
 * The tags of a Kubernetes version, as far as they are certain: a release between two that were read has what both
 * have, and one that is newer than all of its minor has nothing but the pause image that its minor began with.
 */
export function componentTags(version: string): Partial<ComponentTags> {
  const [, minor = '', patch = ''] = version.split('.');
  const ofMinor = RELEASES.filter(([release]) => release.split('.')[1] === minor);
  const patchOf = ([release]: (typeof RELEASES)[number]) => Number(release.split('.')[2]);
  const before = ofMinor.findLast((release) => patchOf(release) <= Number(patch));
  const after = ofMinor.find((release) => patchOf(release) >= Number(patch));
  const pause = (before ?? after)?.[3];
  return {
    ...(pause === undefined ? {} : { pause }),
    ...agreed('etcd', before?.[1], after?.[1]),
    ...agreed('coredns', before?.[2], after?.[2]),
  };
}

/** The newest release of the minor version that was read. Throws where none was. */
export function newestReleaseOf(minor: number): string {
  const release = RELEASES.findLast(([version]) => version.startsWith(`v1.${minor}.`));
  if (release === undefined) throw new RangeError(`no release of Kubernetes 1.${minor} was read`);
  return release[0];
}

function agreed(
  name: 'etcd' | 'coredns',
  before: string | undefined,
  after: string | undefined,
): Partial<ComponentTags> {
  return before !== undefined && before === after ? { [name]: before } : {};
}
