import type { SlipwayClient } from '../../../src/client';
import { install } from '../../../src/cli/commands/install';
import { fakeContext, useClusterFile } from '../fake-context';
import type * as mock from '../mock-connect';
import { useClient } from '../mock-connect';
import { AT_GATE, INSTALLED, JOINING } from '../output/fixtures';

jest.mock('../../../src/cli/connect', () => jest.requireActual<typeof mock>('../mock-connect').connectModule);

const cwd = useClusterFile();
const options = { detach: false, wait: true, output: 'text' } as const;
const started: SlipwayClient['install'] = async ({ cluster }) => ({
  cluster: cluster.metadata.name,
  workflowId: 'slipway/lab',
  runId: 'r1',
  joined: false,
});

test('an install starts the service where none is named, shows the run and ends with its result', async () => {
  const watched: unknown[] = [];
  const { asked } = useClient({
    install: started,
    watch: async (cluster, { onChange, runId }) => {
      watched.push(cluster, runId);
      onChange({ kind: 'status', status: JOINING });
      return INSTALLED;
    },
  });
  const { context, lines } = fakeContext({ cwd });
  expect(await install(context, options)).toBe(0);
  expect(asked).toEqual(['connectStarting']);
  expect(watched).toEqual(['lab', 'r1']);
  expect(lines().slice(0, 2)).toEqual(['lab: install started', 'Web UI: http://ui/slipway/lab/r1']);
  expect(lines()).toContain('lab: installed');
});

test('one that runs for the same file is joined, and that is said', async () => {
  useClient({
    install: async (wanted) => ({ ...(await started(wanted)), joined: true }),
    watch: async () => INSTALLED,
  });
  const { context, lines } = fakeContext({ cwd });
  await install(context, options);
  expect(lines()[0]).toBe('lab: joined the install that runs');
});

test('a detached install is not watched', async () => {
  useClient({ install: started });
  const { context, lines } = fakeContext({ cwd });
  expect(await install(context, { ...options, detach: true })).toBe(0);
  expect(lines().at(-1)).toBe('Watch it with: slipway watch lab');
});

test('a run that was rejected is exit code 1', async () => {
  useClient({ install: started, watch: async () => ({ outcome: 'rejected', nodes: [], phases: [] }) });
  expect(await install(fakeContext({ cwd }).context, options)).toBe(1);
});

test('with --no-wait a run that asks something ends the command with exit code 4', async () => {
  useClient({
    install: started,
    watch: (_, { onChange }) => {
      onChange({ kind: 'status', status: AT_GATE });
      return new Promise(() => undefined);
    },
  });
  const { context, written } = fakeContext({ cwd });
  expect(await install(context, { ...options, wait: false })).toBe(4);
  expect(written.out).toContain('slipway approve lab --digest abc');
});

test('JSON output is one object a line, from start to result', async () => {
  useClient({
    install: started,
    watch: async (_, { onChange }) => {
      onChange({ kind: 'status', status: JOINING });
      return INSTALLED;
    },
  });
  const { context, lines } = fakeContext({ cwd });
  await install(context, { ...options, output: 'json' });
  const objects = lines().map((line) => JSON.parse(line) as { kind: string });
  expect(objects.map(({ kind }) => kind)).toEqual(['started', 'status', 'result']);
  expect(objects[2]).toEqual({ kind: 'result', result: INSTALLED });
});

test('a bad file is refused before any service is started', async () => {
  const { asked } = useClient({});
  await expect(install(fakeContext({ cwd }).context, { ...options, file: 'none.yaml' })).rejects.toMatchObject({
    exitCode: 2,
  });
  expect(asked).toEqual([]);
});
