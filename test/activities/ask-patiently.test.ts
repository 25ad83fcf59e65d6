import { askPatiently } from '../../src/activities/ask-patiently';
import { SshError, type SshErrorKind } from '../../src/ssh/errors';

const pass = (ms: number) => {
  jest.setSystemTime(Date.now() + ms);
};

jest.mock('node:timers/promises', () => ({ setTimeout: async (ms: number) => pass(ms) }));

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

interface Asked {
  readonly outcome: unknown;
  readonly asks: number;
  readonly seconds: number;
}

/** Asks a node that fails in these ways, one after the other and then in the last one for ever. */
async function ask(kinds: readonly (SshErrorKind | 'answers')[], takesMs = 0): Promise<Asked> {
  const startedMs = Date.now();
  let asks = 0;
  const frame = { signal: new AbortController().signal, report: () => undefined };
  const asking = askPatiently(frame, 'w-1', async () => {
    const kind = kinds[Math.min(asks, kinds.length - 1)] ?? 'answers';
    asks += 1;
    pass(takesMs);
    if (kind !== 'answers')
      throw new SshError(kind, { node: 'w-1', host: 'x:22', cause: 'so it is', nextAction: 'Look.' });
    return 'the answer';
  });
  const outcome = await asking.catch((error: unknown) => (error instanceof SshError ? error.kind : error));
  return { outcome, asks, seconds: (Date.now() - startedMs) / 1000 };
}

test.each<[string, (SshErrorKind | 'answers')[], number]>([
  ['a connection that dies under the question', ['connection-lost', 'answers'], 2],
  ['a link that flickers', ['connection-lost', 'unreachable', 'channel-refused', 'connection-lost', 'answers'], 5],
  ['an sshd that starts anew', ['unreachable', 'unreachable', 'answers'], 3],
])('%s is borne', async (_, kinds, asks) => {
  expect(await ask(kinds)).toMatchObject({ outcome: 'the answer', asks });
});

test('a machine that has never let us in is given up soon', async () => {
  expect(await ask(['unreachable'])).toEqual({ outcome: 'unreachable', asks: 11, seconds: 10 });
});

test('one that drops every connection is given up after a minute', async () => {
  expect(await ask(['connection-lost'], 14_000)).toEqual({ outcome: 'connection-lost', asks: 5, seconds: 74 });
});

test('one that connecting to has taken its time already is not asked again', async () => {
  expect(await ask(['timeout'], 15_000)).toMatchObject({ outcome: 'timeout', asks: 1 });
});

test.each<SshErrorKind>(['auth-failed', 'host-key-changed', 'sudo-denied'])('%s is told at once', async (kind) => {
  expect(await ask([kind])).toEqual({ outcome: kind, asks: 1, seconds: 0 });
});

test('nothing is asked again once the activity is cancelled', async () => {
  const controller = new AbortController();
  let asks = 0;
  const asking = askPatiently({ signal: controller.signal, report: () => undefined }, 'w-1', async () => {
    asks += 1;
    controller.abort(new Error('cancelled'));
    throw new SshError('connection-lost', { node: 'w-1', host: 'x:22', cause: 'so it is', nextAction: 'Look.' });
  });
  await expect(asking).rejects.toThrow('cancelled');
  expect(asks).toBe(1);
});
