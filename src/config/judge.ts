import type { Choices } from './choices';
import type { KubernetesRanges } from './kubernetes-ranges';
import type { Finding, Path } from './problems/problem';
import { resolveCluster } from './resolve-cluster';
import { RULES } from './rules';
import type { Rule } from './rules/rule';
import type { ClusterFile } from './schema';

const ROOT = '';

export interface Judged {
  readonly file: ClusterFile;
  /** The plain value of the file. */
  readonly given: unknown;
  readonly malformed?: readonly Path[];
  readonly choices: Choices;
  readonly ranges: KubernetesRanges;
}

/** What the rules find; those that read a field in `malformed` are left out, since they would judge a stand-in. */
export function judge({ file, given, malformed = [], choices, ranges }: Judged): Finding[] {
  const input = { file, given, ranges, choices, cluster: resolveCluster(file, choices) };
  const fields = malformed.map(fieldOf);
  return Object.values<Rule>(RULES)
    .filter(({ reads }) => !reads.some((read) => fields.some((field) => isRelated(read, field))))
    .flatMap(({ check }) => check(input));
}

/** `spec.nodes[2].address` is the field `spec.nodes.address`. */
function fieldOf(path: Path): string {
  return path.filter((part) => typeof part === 'string').join('.');
}

function isRelated(a: string, b: string): boolean {
  return a === b || a === ROOT || b === ROOT || a.startsWith(`${b}.`) || b.startsWith(`${a}.`);
}
