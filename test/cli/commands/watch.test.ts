import { watch } from '../../../src/cli/commands/watch';
import { fakeContext, useClusterFile } from '../fake-context';
import type * as mock from '../mock-connect';
import { useClient } from '../mock-connect';
import { INSTALLED, JOINING } from '../output/fixtures';

jest.mock('../../../src/cli/connect', () => jest.requireActual<typeof mock>('../mock-connect').connectModule);

const cwd = useClusterFile();

test('the latest run of the cluster of ./cluster.yaml is shown, and nothing is started for it', async () => {
  const watched: unknown[] = [];
  const { asked } = useClient({
    watch: async (cluster, { onChange, runId }) => {
      watched.push(cluster, runId);
      onChange({ kind: 'status', status: JOINING });
      return INSTALLED;
    },
  });
  const { context, written } = fakeContext({ cwd });
  expect(await watch(context, undefined, { output: 'text', wait: true })).toBe(0);
  expect(asked).toEqual(['connect']);
  expect(watched).toEqual(['lab', undefined]);
  expect(written.out).toContain('Join: parked');
});
