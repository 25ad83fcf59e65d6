import { isSameProcess, readProcessStart } from '../../../lab/services/process';

test('a process is known by its number and its start', async () => {
  const start = (await readProcessStart(process.pid)) ?? '';
  expect(start).toMatch(/^\d+$/);
  expect(await isSameProcess({ pid: process.pid, start })).toBe(true);
  expect(await isSameProcess({ pid: process.pid, start: `${start}1` })).toBe(false);
});

test('a number that no process has is no process', async () => {
  expect(await readProcessStart(2 ** 30)).toBeUndefined();
});
