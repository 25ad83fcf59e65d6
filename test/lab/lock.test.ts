import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inTemporaryDirectory } from '../../lab/artifacts/archive';
import { withLock } from '../../lab/lock';

test('two who want the lock take turns', async () => {
  await inTemporaryDirectory(async (directory) => {
    const events: string[] = [];
    const work = (name: string) =>
      withLock(join(directory, 'lock'), async () => {
        events.push(`${name} in`);
        await sleep(20);
        events.push(`${name} out`);
      });
    await Promise.all([work('a'), work('b')]);
    expect([events[0]?.slice(2), events[1]?.slice(2)]).toEqual(['in', 'out']);
    expect(events[0]?.[0]).toBe(events[1]?.[0]);
  });
});

test('a failure gives the lock back', async () => {
  await inTemporaryDirectory(async (directory) => {
    const file = join(directory, 'lock');
    await expect(withLock(file, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    await expect(withLock(file, async () => 'free')).resolves.toBe('free');
  });
});

test('the lock of a holder that was killed is free', async () => {
  await inTemporaryDirectory(async (directory) => {
    const file = join(directory, 'lock');
    const holder = spawn('flock', ['--no-fork', file, 'sh', '-c', 'echo held; exec sleep 60']);
    await once(holder.stdout, 'data');
    holder.kill('SIGKILL');
    await expect(withLock(file, async () => 'taken')).resolves.toBe('taken');
  });
});
