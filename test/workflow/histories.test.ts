import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { kubeconfigPurpose, seal } from '../../src/activities/seal';
import { createSlipwayClient } from '../../src/client';
import { TASK_QUEUE } from '../../src/workflows/messages';
import { FakeActivities } from '../fakes/activities';
import { recordHistories, type RecordedHistory } from '../fakes/histories';
import { namedCluster, withWorker } from '../fakes/installs';
import { createTestWorker, startTemporal } from '../fakes/temporal';

jest.setTimeout(180_000);

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startTemporal();
});
afterAll(() => env.teardown());

/** A cluster of three control planes and so many workers, installed; the histories of the run and of each node. */
async function install(workers: number): Promise<{ run: RecordedHistory; nodes: Map<string, RecordedHistory> }> {
  const planes = [1, 2, 3].map((n) => ({ name: `cp-${n}`, address: `10.0.0.1${n}`, roles: ['control-plane'] }));
  const rest = Array.from({ length: workers }, (_, n) => ({
    name: `w-${n}`,
    address: `10.0.1.${n + 1}`,
    roles: ['worker'],
  }));
  const name = `sized-${workers}`;
  const cluster = namedCluster(name, { nodes: [...planes, ...rest] });
  await withWorker(env, cluster, new FakeActivities(), async (start) => (await start()).result());
  const names = cluster.spec.nodes.map((node) => node.name);
  const [run, ...nodes] = await recordHistories(env.client, [
    `slipway/${name}`,
    ...names.map((node) => `slipway/${name}/${node}`),
  ]);
  if (run === undefined) throw new Error('no history');
  return { run, nodes: new Map(nodes.map((history, index) => [names[index] ?? '', history])) };
}

const count = ({ history }: RecordedHistory): number => history.events.length;

/** The largest histories of node workflows, by what the node is. */
function largest(nodes: ReadonlyMap<string, RecordedHistory>): { worker: number; controlPlane: number } {
  const ofNodes = (prefix: string): number =>
    Math.max(...[...nodes].filter(([name]) => name.startsWith(prefix)).map(([, history]) => count(history)));
  return { worker: ofNodes('w-'), controlPlane: ofNodes('cp-') };
}

test('histories stay small: counted per node in the child and in the parent', async () => {
  const small = await install(2);
  const large = await install(50);
  const perNode = (count(large.run) - count(small.run)) / 48;
  console.log(
    [
      `events of the parent: ${count(small.run)} at 5 nodes, ${count(large.run)} at 53, ${perNode.toFixed(1)} for every node more`,
      `events of a child, reporting (up to 50 nodes): ${JSON.stringify(largest(small.nodes))}; not reporting: ${JSON.stringify(largest(large.nodes))}`,
    ].join('\n'),
  );
  for (const { nodes } of [small, large]) {
    expect(largest(nodes).worker).toBeLessThan(60);
    expect(largest(nodes).controlPlane).toBeLessThan(60);
  }
  expect(perNode).toBeLessThan(15);
});

test('a kubeconfig is nowhere in the history of the workflow that fetched it', async () => {
  const secret = 'client-key-data: c2VjcmV0LWtleS1vZi1hZG1pbg==';
  const fakes = new FakeActivities();
  fakes.on('sealKubeconfig', undefined, ({ input }) => ({
    sealed: seal(secret, String(input['publicKey']), kubeconfigPurpose('canary')),
    server: 'https://10.0.0.100:8443',
  }));
  const worker = await createTestWorker(env, { taskQueue: TASK_QUEUE, activities: fakes.asActivities() });
  const client = await createSlipwayClient({ client: env.client });
  await worker.runUntil(async () => {
    expect(await client.kubeconfig(namedCluster('canary'))).toBe(secret);
  });
  const ids: string[] = [];
  for await (const { workflowId } of env.client.workflow.list({ query: "WorkflowType = 'fetchKubeconfig'" }))
    ids.push(workflowId);
  expect(ids).toHaveLength(1);
  const text = decodePayloads(await recordHistories(env.client, ids));
  expect(text).toContain('publicKey');
  expect(text).not.toContain('c2VjcmV0LWtleS1vZi1hZG1pbg');
  expect(text).not.toContain('client-key-data');
});

test('what a join needs is sealed in every history of an install', async () => {
  const { run, nodes } = await install(1);
  const text = decodePayloads([run, ...nodes.values()]);
  expect(text).toContain('"sealed":"c2VhbGVk"');
  expect(text).not.toMatch(/\b[a-z0-9]{6}\.[a-z0-9]{16}\b/);
  expect(text).not.toMatch(/PRIVATE KEY|client-key-data|certificateKey"/);
});

/** Everything that the histories say, payloads in the clear. */
function decodePayloads(histories: readonly RecordedHistory[]): string {
  const json = JSON.stringify(histories);
  const payloads = [...json.matchAll(/"data":"([A-Za-z0-9+/=]+)"/g)].map(([, data = '']) =>
    Buffer.from(data, 'base64').toString('utf8'),
  );
  return [json, ...payloads].join('\n');
}
