import type { SlipwayClient } from '../../../src/client';
import { reset } from '../../../src/cli/commands/reset';
import type { ResetResult } from '../../../src/workflows/messages-of-reset';
import { fakeContext, useClusterFile } from '../fake-context';
import type * as mock from '../mock-connect';
import { useClient } from '../mock-connect';
import { RESET_PLAN } from '../output/reset-fixtures';

jest.mock('../../../src/cli/connect', () => jest.requireActual<typeof mock>('../mock-connect').connectModule);

const cwd = useClusterFile();
const options = {
  drain: true,
  planOnly: false,
  detach: false,
  wait: true,
  output: 'text',
  who: 'ann',
} as const;
const DONE: ResetResult = { operation: 'reset', outcome: 'reset', scope: 'cluster', nodes: [], phases: [] };

/** A client that starts resets; what it was asked for is kept. */
function starting(result: ResetResult = DONE) {
  const asked: unknown[] = [];
  const start: SlipwayClient['reset'] = async ({ cluster }, wish) => {
    asked.push(wish);
    return { cluster: cluster.metadata.name, workflowId: 'slipway/lab', runId: 'r1', joined: false };
  };
  useClient({ reset: start, watch: async () => result });
  return { knows: asked };
}

test('a reset without names is that of the whole cluster, shown to its end', async () => {
  const { knows } = starting();
  const { context, lines } = fakeContext({ cwd });
  expect(await reset(context, options)).toBe(0);
  expect(knows).toEqual([{ drain: true }]);
  expect(lines().slice(0, 2)).toEqual(['lab: reset started', 'Web UI: http://ui/slipway/lab/r1']);
  expect(lines()).toContain('lab: reset');
});

test('nodes are named as in the file, each once, and an approval carries who gives it', async () => {
  const { knows } = starting();
  const node = ['cp-1', 'cp-1'];
  await reset(fakeContext({ cwd }).context, { ...options, node, drain: false, approvePlan: 'abc', why: 'it smokes' });
  expect(knows).toEqual([{ drain: false, nodes: ['cp-1'], approval: { digest: 'abc', who: 'ann', why: 'it smokes' } }]);
});

test('a name that the file does not have is refused before anything is asked', () => {
  const context = fakeContext({ cwd }).context;
  expect(() => reset(context, { ...options, node: ['w-9'] })).toThrow(/the file of lab has no node w-9; it has cp-1/);
});

test('the plan alone is shown with the digest that approves it, and starts nothing', async () => {
  useClient({ planReset: async () => RESET_PLAN });
  const { context, lines } = fakeContext({ cwd });
  expect(await reset(context, { ...options, planOnly: true })).toBe(3);
  expect(lines().at(-1)).toContain(`--approve-plan ${RESET_PLAN.digest}`);
});

test.each<[string, Partial<typeof RESET_PLAN>, number]>([
  ['nothing to reset', { isNoop: true }, 0],
  [
    'something in the way',
    { findings: [{ id: 'quorum', message: 'm', fix: 'F.', verdict: { kind: 'yours-to-fix' } }] },
    1,
  ],
])('a plan with %s says so by its exit code', async (_, changes, code) => {
  useClient({ planReset: async () => ({ ...RESET_PLAN, ...changes }) });
  expect(await reset(fakeContext({ cwd }).context, { ...options, planOnly: true })).toBe(code);
});

test('JSON is a line for the start and one for the result', async () => {
  starting();
  const { context, lines } = fakeContext({ cwd });
  await reset(context, { ...options, output: 'json' });
  expect(lines().map((line) => (JSON.parse(line) as { kind: string }).kind)).toEqual(['started', 'result']);
});

test('a reset that was rejected is exit code 1, and a detached one is not watched', async () => {
  starting({ ...DONE, outcome: 'rejected' });
  expect(await reset(fakeContext({ cwd }).context, options)).toBe(1);
  const { context, lines } = fakeContext({ cwd });
  expect(await reset(context, { ...options, detach: true })).toBe(0);
  expect(lines().at(-1)).toBe('Watch it with: slipway watch lab');
});
