/** A file of a package: an artifact or a member of one, a file of a Debian package, or a text. */
export type PackageFile = { readonly to: string } & (
  | { readonly artifact: string; readonly member?: string }
  | { readonly debian: string; readonly from: string }
  | { readonly text: string }
);

/** A package that the lab makes of what it has built, as its publisher lays it out. */
export interface Package {
  readonly name: string;
  readonly version: string;
  /** What the publisher adds to the version for each packaging: `1.1`. */
  readonly release: string;
  readonly summary: string;
  /** Names of packages that it needs, of any version. */
  readonly needs: readonly string[];
  /** System groups that are there when it is installed. Default: none of its own. */
  readonly groups?: readonly string[];
  readonly files: readonly PackageFile[];
}

/** Shell commands that are run before the package is installed; empty for one that needs none. */
export function renderPreparation({ groups = [] }: Package): string {
  return groups.map((group) => `getent group ${group} >/dev/null || groupadd --system ${group}\n`).join('');
}

export type PackageFormat = 'apt' | 'rpm';

/** A package repository on the lab's mirror. */
export interface Repository {
  /** Name in a cluster file. */
  readonly name: string;
  readonly format: PackageFormat;
  /** Official address without its scheme, or a path of the lab's own; also the path on the mirror. Ends without a slash. */
  readonly path: string;
  readonly packages: readonly Package[];
  /** Debian packages that are in it as they are. */
  readonly debianPackages: readonly string[];
}
