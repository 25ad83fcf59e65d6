import { untilAborted, withinLimit } from '../../src/ssh/limit';

const never = new Promise<never>(() => {});
const limit = (signal?: AbortSignal, timeoutMs?: number) => ({
  signal,
  timeoutMs,
  timeoutError: () => new Error('late'),
});

describe('a limit', () => {
  test('work that ends in time gives its outcome', async () => {
    await expect(withinLimit(limit(undefined, 1_000), async () => 'done')).resolves.toBe('done');
    await expect(withinLimit(limit(), () => Promise.reject(new Error('broke')))).rejects.toThrow('broke');
  });

  test('work past its time gets the timeout error, work aborted the caller’s reason', async () => {
    await expect(withinLimit(limit(undefined, 10), (signal) => untilAborted(signal, never))).rejects.toThrow('late');
    const controller = new AbortController();
    const running = withinLimit(limit(controller.signal, 1_000), (signal) => untilAborted(signal, never));
    controller.abort(new Error('cancelled'));
    await expect(running).rejects.toThrow('cancelled');
  });

  test('work whose signal is aborted already is not begun', async () => {
    const work = jest.fn(async () => 'never');
    await expect(withinLimit(limit(AbortSignal.abort(new Error('before'))), work)).rejects.toThrow('before');
    expect(work).not.toHaveBeenCalled();
  });

  test('nothing stays attached to a signal that lives on', async () => {
    const { signal } = new AbortController();
    const add = jest.spyOn(signal, 'addEventListener');
    const remove = jest.spyOn(signal, 'removeEventListener');
    await withinLimit(limit(signal, 1_000), async () => untilAborted(signal, Promise.resolve()));
    expect(remove).toHaveBeenCalledTimes(2);
    const listenersOf = ({ mock }: { mock: { calls: unknown[][] } }) =>
      new Set(mock.calls.map(([, listener]) => listener));
    expect(listenersOf(remove)).toEqual(listenersOf(add));
  });
});
