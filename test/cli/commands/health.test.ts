import type { HealthReport } from '../../../src/client';
import { health } from '../../../src/cli/commands/health';
import { fakeContext, useClusterFile } from '../fake-context';
import type * as mock from '../mock-connect';
import { useClient } from '../mock-connect';

jest.mock('../../../src/cli/connect', () => jest.requireActual<typeof mock>('../mock-connect').connectModule);

const cwd = useClusterFile();
const WELL: HealthReport = {
  healthy: true,
  etcd: {
    healthy: true,
    problems: [],
    members: [
      { id: '1', name: 'cp-1', peerUrl: '', isLearner: false, endpoint: 'https://10.0.0.11:2379', healthy: true },
    ],
  },
  nodes: { nodes: [{ name: 'cp-1', ready: true, version: 'v1.34.4' }] },
  problems: [],
};

test('a cluster that is well is exit code 0, with its nodes and the etcd tables', async () => {
  useClient({ health: async () => WELL });
  const { context, lines } = fakeContext({ cwd });
  expect(await health(context, { output: 'text' })).toBe(0);
  expect(lines()[0]).toBe('cp-1  Ready  v1.34.4');
  expect(lines()).toContain('| https://10.0.0.11:2379 | true   |      |       |');
  expect(lines().at(-1)).toBe('healthy');
});

test('a cluster that is not well is exit code 1, and every problem is told once', async () => {
  const problems = ['member cp-2 is still a learner', 'nodes: worker-1 is not Ready'];
  useClient({
    health: async () => ({
      healthy: false,
      etcd: { members: [], healthy: false, problems: problems.slice(0, 1) },
      nodes: { nodes: [{ name: 'worker-1', ready: false, version: 'v1.34.4', reason: 'container runtime is down' }] },
      problems,
    }),
  });
  const { context, lines } = fakeContext({ cwd });
  expect(await health(context, { output: 'text' })).toBe(1);
  expect(lines()[0]).toBe('worker-1  NotReady  v1.34.4  container runtime is down');
  expect(lines().filter((line) => line.startsWith('problem: '))).toEqual(
    problems.map((problem) => `problem: ${problem}`),
  );
  expect(lines().at(-1)).toBe('not healthy');
});
