import { setTimeout as sleep } from 'node:timers/promises';
import { createLane, settleAll } from '../../../lab/artifacts/lanes';

test('a lane runs no more than its width at once, and everything in the end', async () => {
  const lane = createLane(2);
  let running = 0;
  let most = 0;
  const done = await Promise.all(
    [1, 2, 3, 4, 5].map((number) =>
      lane(async () => {
        most = Math.max(most, ++running);
        await sleep(5);
        running -= 1;
        return number;
      }),
    ),
  );
  expect(done).toEqual([1, 2, 3, 4, 5]);
  expect(most).toBe(2);
});

test('a failure in a lane does not block those behind it', async () => {
  const lane = createLane(1);
  const failed = lane(() => Promise.reject(new Error('first')));
  const next = lane(() => Promise.resolve('second'));
  await expect(failed).rejects.toThrow('first');
  await expect(next).resolves.toBe('second');
});

test('a failure is told only when all the other work has ended', async () => {
  let ended = false;
  const slow = sleep(10).then(() => (ended = true));
  await expect(settleAll([Promise.reject(new Error('early')), slow])).rejects.toThrow('early');
  expect(ended).toBe(true);
});
