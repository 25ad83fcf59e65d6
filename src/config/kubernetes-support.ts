/** Minor versions that can be installed, oldest and newest. */
const OLDEST_MINOR = 31;
const NEWEST_MINOR = 36;

export const SUPPORTED_KUBERNETES = `v1.${OLDEST_MINOR} to v1.${NEWEST_MINOR}`;

/** The minor of `v1.34.4` is 34. */
export function minorOf(version: string): number {
  return Number(version.split('.')[1]);
}

export function isSupportedKubernetes(version: string): boolean {
  return minorOf(version) >= OLDEST_MINOR && minorOf(version) <= NEWEST_MINOR;
}
