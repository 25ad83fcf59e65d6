export type Spec = { readonly [field: string]: unknown };

/** One thing that can be chosen. */
export interface Point {
  readonly name: string;
  /** What a message says when it is about it; the name where it is left out. */
  readonly word?: string;
  /** What it puts under `spec` of the cluster file. */
  readonly spec: Spec;
}

/** One choice that a cluster file has. */
export interface Dimension {
  readonly title: string;
  /** Fields of the file that a refusal of one of its points names, or what lies below them. */
  readonly fields: readonly string[];
  readonly points: readonly Point[];
}
