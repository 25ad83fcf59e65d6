import type { Choices } from '../choices';
import type { Cluster, DeepReadonly } from '../cluster';
import type { KubernetesRanges } from '../kubernetes-ranges';
import type { Finding } from '../problems/problem';
import type { ClusterFile } from '../schema';

/** What a rule looks at: the file in its own shape, with defaults, and the cluster that is made of it. */
export interface RuleInput {
  readonly file: DeepReadonly<ClusterFile>;
  readonly cluster: Cluster;
  /** The plain value of the file, without defaults. */
  readonly given: unknown;
  /** Versions of Kubernetes that the choices of the catalog in use go with. */
  readonly ranges: KubernetesRanges;
  /** What is known of the names that the file may choose. */
  readonly choices: Choices;
}

/** One law that spans several fields. Pure. */
export interface Rule {
  /** Fields that must be well formed before the rule may judge, such as `spec.nodes.roles`; list indexes are left out. */
  readonly reads: readonly string[];
  readonly check: (input: RuleInput) => Finding[];
}

/** Shorthand for a path below `spec.nodes`. */
export function nodePath(index: number, ...rest: (string | number)[]): (string | number)[] {
  return ['spec', 'nodes', index, ...rest];
}
