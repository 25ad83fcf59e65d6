import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findSection } from '../../../lab/bench/section';
import { projectRoot } from '../../../lab/paths';
import { guideCases } from '../cases';
import type { GuideCase } from '../guide-case';
import { currentFigures, currentPage, FIGURES_FILE, PAGE_FILE, readRecord } from './files';
import { mergeRecord, type RecordedResult } from './record';
import { FIGURES_HEADING, renderFigures } from './render-figures';
import { renderPage } from './render-page';

const guide: GuideCase = {
  id: '009',
  title: 'a cluster',
  example: '009.yaml',
  lab: {},
  checks: [{ title: 'it works', run: () => Promise.resolve('well') }],
  edges: ['Half of it is a stand-in.'],
  corrections: [{ guide: 'It is wrong.', instead: 'what is right.' }],
};

const result: RecordedResult = {
  id: '009',
  passed: true,
  product: '1d111fabd6c8',
  date: '2026-11-21',
  checks: [{ title: 'it works', passed: true, said: 'well' }],
  differences: [{ setting: 'cni.version', example: '1', lab: '2' }],
  installMs: 93_500,
};

test('docs/guides.md says what is recorded', () => {
  expect(readFileSync(PAGE_FILE, 'utf8')).toBe(currentPage());
});

test('docs/benchmarks.md has the figures of what is recorded', () => {
  expect(findSection(readFileSync(FIGURES_FILE, 'utf8'), FIGURES_HEADING)?.trim()).toBe(currentFigures());
});

test('the figures tell how long an install and each fail-over took', () => {
  const title = 'the holder loses power: the API answers at its VIP again within 10 s';
  const checks = [...result.checks, { title, passed: true, said: '1.4 s without an answer, cp-1 was struck' }];
  expect(renderFigures([guide], { results: [{ ...result, checks }] })).toContain(
    '| 009 | 94 | the holder loses power: 1.4 s without an answer, cp-1 was struck | 2026-11-21 |',
  );
});

test('the record tells of cases that there are', () => {
  const ids = guideCases.map(({ id }) => id);
  for (const { id } of readRecord().results) expect(ids).toContain(id);
});

test.each(guideCases)('$id has an example, and checks of different titles', ({ example, checks }) => {
  expect(existsSync(join(projectRoot(), 'examples', 'guides', example))).toBe(true);
  expect(new Set(checks.map(({ title }) => title)).size).toBe(checks.length);
});

test('the page tells what was seen, what was otherwise, the edges and the corrections', () => {
  const page = renderPage([guide], { results: [result] });
  expect(page).toContain('| 009 | a cluster | [009.yaml](../examples/guides/009.yaml) | 1 of 1 checks hold | 94 |');
  expect(page).toContain('| it works | well |');
  expect(page).toContain('- `cni.version`: `2` in place of `1`');
  expect(page).toContain('- Half of it is a stand-in.');
  expect(page).toContain('- It is wrong. Instead: what is right.');
});

test('the page hides neither what was not run nor what does not hold', () => {
  expect(renderPage([guide], { results: [] })).toContain('| not run yet |');
  const failed = { ...result, passed: false, checks: [{ title: 'it works', passed: false, said: 'no answer' }] };
  const page = renderPage([guide], { results: [failed] });
  expect(page).toContain('0 of 1 checks hold');
  expect(page).toContain('**does not hold**: no answer');
});

test('a check that came after the run is told as not asked yet', () => {
  const checks = [...guide.checks, { title: 'it lasts', run: () => Promise.resolve('well') }];
  const page = renderPage([{ ...guide, checks }], { results: [result] });
  expect(page).toContain('| 1 of 1 checks hold, 1 not asked yet |');
  expect(page).toContain('| it lasts | not asked yet |');
});

test('a newer result takes the place of that of its case', () => {
  const newer = { ...result, date: '2026-11-22' };
  expect(mergeRecord({ results: [result] }, [newer])).toEqual({ results: [newer] });
});
