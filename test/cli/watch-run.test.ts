import type { WatchEvent } from '../../src/client';
import { watchRun } from '../../src/cli/watch-run';
import { fakeClient } from './fake-client';
import { fakeContext } from './fake-context';
import { INSTALLED, JOINING } from './output/fixtures';

const options = { output: 'text', wait: true } as const;

test('Ctrl-C ends the watching and leaves the run alone', async () => {
  const { context, written, interrupt } = fakeContext();
  const client = fakeClient({ watch: () => new Promise(() => undefined) });
  const watching = watchRun(context, client, 'lab', options);
  expect(interrupt()).toBe(true);
  expect(await watching).toBe(130);
  expect(written.err).toBe('The run goes on. Look again with: slipway watch lab\n');
  expect(interrupt()).toBe(false);
});

test('a run that fails is the error of the command, and the terminal is left clean', async () => {
  const { context, interrupt } = fakeContext({ isTTY: true });
  const client = fakeClient({ watch: () => Promise.reject(new Error('preflight failed')) });
  await expect(watchRun(context, client, 'lab', options)).rejects.toThrow('preflight failed');
  expect(interrupt()).toBe(false);
});

test('in a terminal the table is drawn over again, elsewhere only changes are told', async () => {
  const events: WatchEvent[] = [
    { kind: 'status', status: JOINING },
    { kind: 'status', status: { ...JOINING, parked: [], health: 'working' } },
  ];
  const client = fakeClient({
    watch: async (_, { onChange }) => {
      events.forEach(onChange);
      return INSTALLED;
    },
  });
  const [terminal, pipe] = [fakeContext({ isTTY: true }), fakeContext()];
  await watchRun(terminal.context, client, 'lab', options);
  await watchRun(pipe.context, client, 'lab', options);
  expect(terminal.written.out).toContain('\u001b[J');
  expect(terminal.written.out.match(/Gather facts/g)?.length).toBeGreaterThan(1);
  expect(pipe.written.out).not.toContain('\u001b');
  expect(pipe.written.out.match(/Gather facts: done/g)).toHaveLength(1);
});

test('what was watched is told to be over only with the result', async () => {
  const client = fakeClient({ watch: async () => INSTALLED });
  const { context, written } = fakeContext();
  expect(await watchRun(context, client, 'lab', options)).toBe(0);
  expect(written.out).toContain('Smoke test passed in 12.0 s');
});
