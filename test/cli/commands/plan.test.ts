import type { PlanReport } from '../../../src/client';
import { plan } from '../../../src/cli/commands/plan';
import { fakeContext, useClusterFile } from '../fake-context';
import type * as mock from '../mock-connect';
import { useClient } from '../mock-connect';
import { NOTHING_PLANNED, PLANNED } from '../output/plan-fixtures';

jest.mock('../../../src/cli/connect', () => jest.requireActual<typeof mock>('../mock-connect').connectModule);

const cwd = useClusterFile();
const stopped: PlanReport = {
  ...PLANNED,
  plan: {
    ...PLANNED.plan,
    findings: [
      { id: 'cpu-low', message: '1 CPU, at least 2 are wanted', fix: 'Add CPUs.', verdict: { kind: 'yours-to-fix' } },
    ],
  },
};

test.each([
  ['changes are pending', PLANNED, 3],
  ['nothing is pending', NOTHING_PLANNED, 0],
  ['an install would stop at preflight', stopped, 1],
])('when %s the exit code tells', async (_, report, code) => {
  useClient({ plan: async () => report });
  expect(await plan(fakeContext({ cwd }).context, { output: 'text' })).toBe(code);
});

test('JSON is the plan as the workflow made it', async () => {
  useClient({ plan: async () => PLANNED });
  const { context, written } = fakeContext({ cwd });
  await plan(context, { output: 'json' });
  expect(JSON.parse(written.out)).toEqual(PLANNED);
});
