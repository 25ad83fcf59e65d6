import { formatClock, formatDuration } from '../../../src/cli/output/duration';

test.each([
  [0, '0 ms'],
  [850, '850 ms'],
  [1000, '1.0 s'],
  [12_345, '12.3 s'],
  [59_949, '59.9 s'],
  [59_950, '1 min 00 s'],
  [245_000, '4 min 05 s'],
  [3_599_400, '59 min 59 s'],
  [3_600_000, '1 h 00 min'],
  [7_380_000, '2 h 03 min'],
])('%d ms reads %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});

test('a clock shows hours, minutes and seconds of the local day', () => {
  expect(formatClock(new Date(2026, 0, 2, 3, 4, 5).getTime())).toBe('03:04:05');
});
