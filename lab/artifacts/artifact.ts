/** Programs that are built together, from the Go module proxy, in a module of the lab's own. */
export interface GoProgram {
  readonly name: string;
  readonly version: string;
  /** Lines of go.mod's require block. */
  readonly require: readonly string[];
  /** Lines of go.mod's replace block. */
  readonly replace?: readonly string[];
  /** Binary name → package path. */
  readonly packages: Readonly<Record<string, string>>;
  readonly ldflags: readonly string[];
  /** Needs a C compiler; linked statically. */
  readonly cgo?: boolean;
}

/** Where a file inside an archive comes from, and its path there. */
export interface ArchiveEntry {
  readonly from: string;
  readonly as: string;
}

/** How an artifact is made where its official download cannot be reached. */
export type Make =
  | { readonly kind: 'go-binary'; readonly program: GoProgram; readonly binary: string }
  | { readonly kind: 'go-archive'; readonly program: GoProgram; readonly entries: readonly ArchiveEntry[] }
  | { readonly kind: 'go-module-file'; readonly module: string; readonly version: string; readonly file: string }
  | { readonly kind: 'edited'; readonly of: string; readonly find: RegExp; readonly replacement: string }
  | {
      readonly kind: 'c-binary';
      readonly module: string;
      readonly version: string;
      readonly file: string;
      readonly defines: readonly string[];
    }
  | { readonly kind: 'debian-binary'; readonly package: string; readonly version: string; readonly from: string }
  | {
      readonly kind: 'debian-archive';
      readonly package: string;
      readonly version: string;
      readonly entries: readonly ArchiveEntry[];
    };

export interface Artifact {
  /** Official address without its scheme. It is also the path in the cache and on the mirror. */
  readonly path: string;
  /** Official address of the checksum; undefined where the publisher keeps none. */
  readonly checksumUrl?: string;
  /** False where the project publishes no such file, so that it is always made. */
  readonly published: boolean;
  readonly make: Make;
}
