import type { GuideCase } from '../guide-case';
import type { GuideRecord } from './record';
import { table } from './table';

export const FIGURES_HEADING = 'The guides';

/** What the guides took, a section of docs/benchmarks.md; pure. */
export function renderFigures(cases: readonly GuideCase[], { results }: GuideRecord): string {
  const shown = cases.flatMap(({ id }) => results.find((result) => result.id === id) ?? []);
  const rows = shown.map(({ id, installMs, checks, date }) => {
    const failOvers = checks.filter(({ title }) => title.includes('at its VIP again'));
    const told = failOvers.map(({ title, said }) => `${title.split(':')[0]}: ${said}`);
    return [id, installMs === undefined ? '–' : (installMs / 1000).toFixed(0), told.join('; ') || '–', date];
  });
  return [
    `## ${FIGURES_HEADING}`,
    'Each example on fresh machines, from the client’s call to the end of the run, and for how long nobody answered at the VIP ([guides.md](guides.md)). Made by `npm run guides -- --record`.',
    table(['case', 'install, s', 'fail-over of the VIP', 'measured'], rows),
  ].join('\n\n');
}
