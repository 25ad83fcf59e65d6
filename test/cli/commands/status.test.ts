import { exitCodeOf, status } from '../../../src/cli/commands/status';
import { fakeContext, useClusterFile } from '../fake-context';
import type * as mock from '../mock-connect';
import { useClient } from '../mock-connect';
import { AT_GATE, HELD, JOINING } from '../output/fixtures';

jest.mock('../../../src/cli/connect', () => jest.requireActual<typeof mock>('../mock-connect').connectModule);

const cwd = useClusterFile();

test('a run that waits for a person is shown with the commands that answer it, exit code 4', async () => {
  useClient({ status: async () => AT_GATE });
  const { context, lines } = fakeContext();
  expect(await status(context, 'lab', { output: 'text' })).toBe(4);
  expect(lines()).toContain('  slipway approve lab --digest abc');
});

test.each([
  ['lab', 'lab'],
  ['cluster.yaml', 'lab'],
  [undefined, 'lab'],
  ['other.example', 'other.example'],
])('the cluster of %p is %s', async (given, name) => {
  const asked: string[] = [];
  useClient({
    status: async (cluster) => {
      asked.push(cluster);
      return JOINING;
    },
  });
  await status(fakeContext({ cwd }).context, given, { output: 'json' });
  expect(asked).toEqual([name]);
});

test('JSON is the status as the run gives it', async () => {
  useClient({ status: async () => JOINING });
  const { context, written } = fakeContext();
  await status(context, 'lab', { output: 'json' });
  expect(JSON.parse(written.out)).toEqual(JOINING);
});

test.each([
  [{ ...JOINING, parked: [], health: 'working' as const }, 0],
  [{ ...JOINING, parked: [], health: 'done' as const }, 0],
  [{ ...JOINING, health: 'failed' as const }, 1],
  [JOINING, 4],
  [HELD, 4],
])('case %#: the exit code says where a run stands', (run, code) => {
  expect(exitCodeOf(run)).toBe(code);
});
