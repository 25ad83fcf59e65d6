import { ChannelSlots } from '../../src/ssh/channel-slots';

const { signal } = new AbortController();

/** Takes slots without waiting; tells which of the takers have got one. */
function takeMany(slots: ChannelSlots, count: number) {
  const taken: number[] = [];
  for (let index = 0; index < count; index += 1) void slots.acquire(signal).then(() => taken.push(index));
  return taken;
}
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('channel slots', () => {
  test('are taken up to the limit, then in the order of asking', async () => {
    const slots = new ChannelSlots(2);
    const taken = takeMany(slots, 4);
    await settle();
    expect(taken).toEqual([0, 1]);
    slots.release();
    await settle();
    expect(taken).toEqual([0, 1, 2]);
  });

  test('shrink to what the server honours when it refuses, and never below one', async () => {
    const slots = new ChannelSlots(3);
    const taken = takeMany(slots, 3);
    await settle();
    slots.releaseRefused();
    slots.releaseRefused();
    const late = takeMany(slots, 2);
    await settle();
    expect([taken, late, slots.active]).toEqual([[0, 1, 2], [], 1]);
    slots.release();
    await settle();
    expect([late, slots.active]).toEqual([[0], 1]);
    slots.releaseRefused();
    await settle();
    expect(late).toEqual([0, 1]);
  });

  test('lose no place when a waiter leaves', async () => {
    const slots = new ChannelSlots(1);
    takeMany(slots, 1);
    const controller = new AbortController();
    const leaving = slots.acquire(controller.signal);
    const staying = takeMany(slots, 1);
    controller.abort(new Error('gone'));
    await expect(leaving).rejects.toThrow('gone');
    slots.release();
    await settle();
    expect(staying).toEqual([0]);
    await expect(slots.acquire(AbortSignal.abort(new Error('before')))).rejects.toThrow('before');
  });
});
