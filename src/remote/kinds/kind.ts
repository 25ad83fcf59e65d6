import type { ShellText } from '../../ssh/shell';

/** Exit codes of a check: satisfied, pending with its reason on stdout, refused by this node with the reason. */
export const CHECK_EXIT = { ok: 0, pending: 1, unsupported: 3 } as const;

/** How one kind of resource is looked at and made so on a node, in POSIX sh. */
export interface Kind<R> {
  /** What the resource is about: path, unit, package. */
  readonly subject: (this: void, resource: R) => string;
  /** Changes nothing; exits with one of `CHECK_EXIT` and prints the reason. Runs in a subshell. */
  readonly check: (this: void, resource: R) => ShellText;
  /** Makes it so; output is for people, exit code 0 or one of `APPLY_EXIT`. Runs in a subshell with `set -e`. */
  readonly apply: (this: void, resource: R) => ShellText;
  /** Functions that `check` and `apply` call. */
  readonly library?: ShellText;
  /** Looked up once before a round of checks, for all resources of the kind. */
  readonly survey?: ShellText;
  /** Applying takes long, or must not be cut off with the connection: the step runs as a detached operation. */
  readonly isLong?: (this: void, resource: R) => boolean;
  /** What neighbours of the kind do when several are pending: `parallel`, each on its own at the same time. */
  readonly neighbours?: 'parallel';
  /** Applies neighbours of the kind with one command when one of them is pending. */
  readonly applyTogether?: (this: void, resources: readonly R[]) => ShellText;
}
