import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from '../../src/dev/lock';
import { useScratch } from './scratch';

const { directory } = useScratch();

test('two pieces of work under one lock never overlap', async () => {
  const path = join(directory, 'one.lock');
  const events: string[] = [];
  const work = (name: string) =>
    withLock(path, 5000, async () => {
      events.push(`${name} begins`);
      await new Promise((resolve) => setTimeout(resolve, 50));
      events.push(`${name} ends`);
    });
  await Promise.all([work('a'), work('b')]);
  expect(events.filter((_, index) => index % 2 === 0).map((event) => event.replace('begins', 'ends'))).toEqual(
    events.filter((_, index) => index % 2 === 1),
  );
  expect(existsSync(path)).toBe(false);
});

test('the lock of a dead process does not block', async () => {
  const path = join(directory, 'dead.lock');
  writeFileSync(path, JSON.stringify({ pid: process.pid, startedAt: 'an earlier boot/1' }));
  expect(await withLock(path, 1000, async () => 'done')).toBe('done');
});

test('the lock of a living process is waited for, and the error names it', async () => {
  const path = join(directory, 'held.lock');
  await withLock(path, 1000, async () => {
    await expect(withLock(path, 200, async () => 'never')).rejects.toThrow(`is held by process ${process.pid}`);
  });
});

test('work that fails releases the lock', async () => {
  const path = join(directory, 'failing.lock');
  await expect(withLock(path, 1000, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(existsSync(path)).toBe(false);
});
