/** Tags of the images that a kubeadm pulls beside those of its own version; from its `constants.go`. */
export interface ComponentTags {
  readonly etcd: string;
  readonly coredns: string;
  readonly pause: string;
}

/** Read from the sources of these releases, oldest first. */
const RELEASES: readonly (readonly [version: string, etcd: string, coredns: string, pause: string])[] = [
  ['v1.31.0', '3.5.15-0', 'v1.11.1', '3.10'],
  ['v1.31.14', '3.5.24-0', 'v1.11.3', '3.10'],
  ['v1.32.2', '3.5.16-0', 'v1.11.3', '3.10'],
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

function agreed(
  name: 'etcd' | 'coredns',
  before: string | undefined,
  after: string | undefined,
): Partial<ComponentTags> {
  return before !== undefined && before === after ? { [name]: before } : {};
}
