/** Keys and list indexes from the root of the file. */
export type Path = readonly (string | number)[];

/** One thing that is wrong with the cluster file, and what would be right. */
export interface Problem {
  /** Such as `spec.nodes[2].address`. */
  readonly path: string;
  /** From 1; of the value, or of the nearest place that exists in the file. */
  readonly line: number;
  readonly column: number;
  /** What the file says there, shortened; a value that may be a secret is not shown. */
  readonly given: string;
  readonly accepted: string;
  readonly message: string;
  /** What was probably meant. */
  readonly suggestion?: string;
}

/** A problem before it is given its place in the file. */
export interface Finding {
  readonly path: Path;
  readonly message: string;
  readonly accepted: string;
  readonly suggestion?: string;
  /** The value must not be shown. */
  readonly isSecret?: boolean;
  /** The key itself is at fault, not its value. */
  readonly atKey?: boolean;
}

const PLAIN_KEY = /^[A-Za-z0-9_-]+$/;

/** `spec.nodes[2].labels["example.com/disk"]`; the root is the empty string. */
export function formatPath(path: Path): string {
  return path
    .map((part) => {
      if (typeof part === 'number') return `[${part}]`;
      return PLAIN_KEY.test(part) ? `.${part}` : `[${JSON.stringify(part)}]`;
    })
    .join('')
    .replace(/^\./, '');
}
