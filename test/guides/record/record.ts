import type { Result } from '../results';

/** What the guides have shown so far: docs/guides/results.json. */
export interface GuideRecord {
  readonly results: readonly RecordedResult[];
}

/** Without what only helps whoever runs it. */
export type RecordedResult = Pick<
  Result,
  'id' | 'passed' | 'product' | 'date' | 'checks' | 'differences' | 'installMs' | 'failure'
>;

/** The record with newer results in place of those of the same cases. */
export function mergeRecord({ results }: GuideRecord, newer: readonly RecordedResult[]): GuideRecord {
  const ids = new Set(newer.map(({ id }) => id));
  const all = [...results.filter(({ id }) => !ids.has(id)), ...newer];
  return { results: all.toSorted((a, b) => a.id.localeCompare(b.id)) };
}
