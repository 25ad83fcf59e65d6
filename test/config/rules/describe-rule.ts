import { BUILT_IN_CHOICES } from '../../../src/config/choices';
import { KUBERNETES_RANGES } from '../../../src/config/kubernetes-ranges';
import { formatPath } from '../../../src/config/problems/problem';
import { resolveCluster } from '../../../src/config/resolve-cluster';
import type { Rule } from '../../../src/config/rules/rule';
import { clusterSchema } from '../../../src/config/schema';
import { clusterFile, type Spec } from '../cluster-file';

interface Cases {
  /** Specs that the rule has nothing against. */
  readonly good: Readonly<Record<string, Spec>>;
  /** Specs with what the rule finds in them, as `path: message`. */
  readonly bad: Readonly<Record<string, readonly [Spec, ...string[]]>>;
}

/** One test a spec: what the rule, and only this rule, says of it. */
export function describeRule(name: string, rule: Rule, { good, bad }: Cases): void {
  describe(`the rule ${name}`, () => {
    test.each(Object.entries(good))('accepts %s', (_, spec) => {
      expect(findingsOf(rule, spec)).toEqual([]);
    });
    test.each(Object.entries(bad))('refuses %s', (_, [spec, ...expected]) => {
      expect(findingsOf(rule, spec)).toEqual(expected);
    });
  });
}

function findingsOf(rule: Rule, spec: Spec): string[] {
  const given = clusterFile(spec);
  const file = clusterSchema().parse(given);
  return rule
    .check({ file, given, ranges: KUBERNETES_RANGES, choices: BUILT_IN_CHOICES, cluster: resolveCluster(file) })
    .map(({ path, message }) => `${formatPath(path)}: ${message}`);
}
