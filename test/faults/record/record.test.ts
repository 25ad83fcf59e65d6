import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../../lab/paths';
import { faultCases } from '../real/cases';
import { currentPage, PAGE_FILE, readBugs, readRecord } from './files';
import { mergeRows, type Row, summarizeMs } from './record';
import { renderPage } from './render-page';

const row: Row = {
  id: 'W1-install',
  fault: 'W1',
  title: 'an install',
  runs: 2,
  passes: 2,
  points: 58,
  recoveryMs: { median: 9011, max: 33_031 },
  tookMs: 612_400,
  kubernetes: 'v1.34.4',
  product: '1d111fabd6c8',
  date: '2026-11-21',
};

describe('what is recorded', () => {
  test('is what docs/reliability.md says', () => {
    expect(readFileSync(PAGE_FILE, 'utf8')).toBe(currentPage());
  });

  test('tells of cases that there are, by the titles that they have', () => {
    const titles = new Map(faultCases.map(({ id, title }) => [id, title]));
    for (const { id, title } of readRecord('real').rows) expect([id, titles.get(id)]).toEqual([id, title]);
  });

  test('tells of every case, or that it has no result yet', () => {
    const { rows, notRun = [] } = readRecord('real');
    const told = [...rows.map(({ id }) => id), ...notRun];
    expect(told.toSorted()).toEqual(faultCases.map(({ id }) => id).toSorted());
  });

  test.each(readBugs())('$what: the test that catches it is there', ({ stillCaughtBy: { file, title } }) => {
    const path = join(projectRoot(), file);
    expect(existsSync(path) && readFileSync(path, 'utf8').includes(title)).toBe(true);
  });
});

const NONE = { on: '', rows: [] };

describe('the page', () => {
  const page = (rows: readonly Row[]) =>
    renderPage({ real: { on: 'Here.', rows }, simulated: NONE, throughTemporal: NONE, bugs: [] });

  test('tells of every case with its passes, recovery, duration and product', () => {
    expect(page([row])).toContain(
      '| W1-install | an install | 2 of 2 | – | 58 | 9.0 (33.0) | 612 | v1.34.4 | `1d111fabd6c8` |',
    );
  });

  test('has no duration of a case from before it was kept', () => {
    const { tookMs: _, ...older } = row;
    expect(page([older])).toContain('| 58 | 9.0 (33.0) | – | v1.34.4 |');
  });

  test('tells of durations on real machines only: simulated time says nothing of how long a seed takes', () => {
    const simulated = renderPage({
      real: NONE,
      simulated: { on: 'Here.', rows: [row] },
      throughTemporal: NONE,
      bugs: [],
    });
    expect(simulated).toContain('| 58 | 9.0 (33.0) | v1.34.4 |');
  });

  test('does not hide a case that has not been run', () => {
    const shown = {
      real: { on: 'Here.', rows: [row], notRun: ['T1-every-phase'] },
      simulated: NONE,
      throughTemporal: NONE,
      bugs: [],
    };
    expect(renderPage(shown)).toContain('No result is recorded yet of: T1-every-phase.');
  });

  test('does not hide a run that failed', () => {
    const failed = page([{ ...row, passes: 1, violations: ['learners of etcd: ["cp-2"], not []'] }]);
    expect(failed).toContain('| W1-install | an install | 1 of 2 |');
    expect(failed).toContain('- W1-install: learners of etcd: ["cp-2"], not []');
  });
});

test('a newer row replaces the one of its id', () => {
  const other = { ...row, id: 'W2-install' };
  expect(mergeRows([row, other], [{ ...row, runs: 3 }])).toEqual([other, { ...row, runs: 3 }]);
});

test.each([
  [[], undefined],
  [[3], { median: 3, max: 3 }],
  [[9, 1, 5], { median: 5, max: 9 }],
  [[10, 2], { median: 2, max: 10 }],
])('of %j the middle and the longest are told', (measured, told) => {
  expect(summarizeMs(measured)).toEqual(told);
});
