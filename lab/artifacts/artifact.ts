/** Programs that are built together, from the Go module proxy, in a module of the lab's own. */
export interface GoProgram {
  readonly name: string;
  readonly version: string;
  /** Lines of go.mod's require block. */
  readonly require: readonly string[];
  /** Lines of go.mod's replace block; they come before those of `replaceLike`. */
  readonly replace?: readonly string[];
  /** A module that replaces others in its own go.mod, which does not count for who requires it. */
  readonly replaceLike?: ReplaceLike;
  /** What is edited in a copy of the sources of `replaceLike`'s module, which is built in its place. */
  readonly edits?: readonly SourceEdit[];
  /** Binary name → package path. */
  readonly packages: Readonly<Record<string, string>>;
  readonly ldflags: readonly string[];
  readonly tags?: readonly string[];
  /** A folder of lab/sources whose files are the program; its package is `./<folder>`. */
  readonly sources?: string;
  /** Needs a C compiler; linked statically. */
  readonly cgo?: boolean;
}

/** The replacements of a module's own go.mod; those by a directory of its tree become the published twins. */
export interface ReplaceLike {
  readonly module: string;
  readonly version: string;
  /** The version under which modules of its tree are published; left out: there are none. */
  readonly twins?: string;
}

/** Every `find` in a file of a module becomes `replacement`. */
export interface SourceEdit {
  readonly file: string;
  readonly find: string;
  readonly replacement: string;
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
      readonly packages: readonly string[];
      readonly version: string;
      readonly entries: readonly ArchiveEntry[];
    };

/** Where the project publishes an artifact. */
export type Official =
  /** A file at the artifact's own address, with its checksum at another, where there is one. */
  | { readonly kind: 'file'; readonly checksumUrl?: string }
  /** A file inside an image, which carries its own checksums. */
  | { readonly kind: 'image'; readonly reference: string; readonly member: string };

export interface Artifact {
  /** Official address without its scheme. It is also the path in the cache and on the mirror. */
  readonly path: string;
  /** Undefined where nobody publishes it, so that it is always made. */
  readonly official?: Official;
  readonly make: Make;
}
