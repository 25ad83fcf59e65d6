import type { OsFamily } from '../../os/kind';

/** Packages of a runtime by the two worlds of packages; the runtime's own is the first. */
export interface PackageNames {
  readonly deb: readonly string[];
  readonly rpm: readonly string[];
}

/** The packages as they are called on the family's machines. */
export function namesIn({ packageManager }: OsFamily, { deb, rpm }: PackageNames): readonly string[] {
  return packageManager === 'apt' ? deb : rpm;
}
