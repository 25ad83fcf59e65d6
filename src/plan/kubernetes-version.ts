/** The minor of `v1.34.4` is 34. */
export function minorOf(version: string): number {
  return Number(version.split('.')[1]);
}
