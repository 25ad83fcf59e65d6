import type { Problem } from '../../src/config/problems/problem';
import type { Dimension } from './dimension';
import { type Combination, combine, type Slice } from './slices';

/** What the rules said of one combination of a slice. */
export interface Verdict {
  readonly combination: Combination;
  /** None: it is allowed. */
  readonly problems: readonly Problem[];
}

/**
 * What is wrong with the refusals of a slice. A refusal names what it is about and what would be accepted, at a field of
 * one of the choices; and with other points of the choices that it names, and of no other, the combination is allowed.
 */
export function judgeRefusals({ dimensions }: Slice, verdicts: readonly Verdict[]): string[] {
  const allowed = new Set(
    verdicts.filter(({ problems }) => problems.length === 0).map(({ combination }) => keyOf(combination)),
  );
  return verdicts.flatMap(({ combination, problems }) => {
    const faults = problems.flatMap((problem) => judgeProblem(problem, dimensions, combination));
    if (problems.length === 0 || faults.length > 0) return faults.map((fault) => `${keyOf(combination)}: ${fault}`);
    const blamed = dimensions.map((dimension) => problems.some(({ path }) => isOf(dimension, path)));
    const ways = dimensions.map((dimension, index) => {
      const own = combination[index];
      return { ...dimension, points: blamed[index] || own === undefined ? dimension.points : [own] };
    });
    if (combine(ways).some((way) => allowed.has(keyOf(way)))) return [];
    return [`${keyOf(combination)}: no other ${problems.map(({ path }) => path).join(', ')} would be allowed`];
  });
}

function judgeProblem(problem: Problem, dimensions: readonly Dimension[], combination: Combination): string[] {
  const { path, message, accepted, line } = problem;
  const text = `${path}: ${message} (${accepted})`;
  const isBlamed = dimensions.some((dimension) => isOf(dimension, path));
  const words = combination.flatMap(({ name, word = name }) => [word, word.replace(/\.\d+$/, '')]);
  return [
    ...(isBlamed ? [] : [`${path} is none of the fields that were chosen: ${message}`]),
    ...(words.some((word) => message.toLowerCase().includes(word.toLowerCase()))
      ? []
      : [`it names nothing that was chosen: ${text}`]),
    ...(accepted === '' || line < 1 ? [`it says neither where nor what instead: ${text}`] : []),
  ];
}

function isOf({ fields }: Dimension, path: string): boolean {
  return fields.some((field) => path === field || path.startsWith(`${field}.`));
}

/** The names of its points. */
export function keyOf(combination: Combination): string {
  return combination.map(({ name }) => name).join(' × ');
}
