import { mapBounded } from '../../src/activities/map-bounded';

test('results stand in the order of the items, however long each takes', async () => {
  const work = async (ms: number) => {
    await new Promise((resolve) => setTimeout(resolve, ms));
    return ms;
  };
  expect(await mapBounded([30, 1, 10, 5], 2, work)).toEqual([30, 1, 10, 5]);
});

test('no more than the limit are at work at the same time', async () => {
  let atWork = 0;
  let most = 0;
  await mapBounded(Array.from({ length: 20 }), 3, async () => {
    most = Math.max(most, (atWork += 1));
    await new Promise((resolve) => setTimeout(resolve, 1));
    atWork -= 1;
  });
  expect(most).toBe(3);
});

test('the first failure is that of the whole', async () => {
  await expect(
    mapBounded([1, 2, 3], 2, async (item) => {
      if (item === 2) throw new Error('two is bad');
    }),
  ).rejects.toThrow('two is bad');
});
