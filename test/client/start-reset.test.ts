import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { AnswerRefused, createSlipwayClient, type SlipwayClient } from '../../src/client';
import type { Cluster } from '../../src/config/cluster';
import { clusterDigest } from '../../src/config/digest';
import { TASK_QUEUE } from '../../src/workflows/messages';
import { FakeActivities } from '../fakes/activities';
import { namedCluster, pause } from '../fakes/installs';
import { createTestWorker, startTemporal } from '../fakes/temporal';

jest.setTimeout(60_000);

let env: TestWorkflowEnvironment;
let client: SlipwayClient;
beforeAll(async () => {
  env = await startTemporal();
  client = await createSlipwayClient({ client: env.client });
});
afterAll(() => env.teardown());

const wanted = (cluster: Cluster) => ({ cluster, digest: clusterDigest(cluster) });

async function whileWorking(cluster: Cluster, test: () => Promise<void>): Promise<FakeActivities> {
  const fakes = new FakeActivities();
  for (const { name } of cluster.spec.nodes) fakes.joined.add(name);
  const worker = await createTestWorker(env, { taskQueue: TASK_QUEUE, activities: fakes.asActivities() });
  await worker.runUntil(test);
  return fakes;
}

test('a plan’s digest approves the reset that is started with it, which ends like any run that is watched', async () => {
  const cluster = namedCluster('client-reset');
  await whileWorking(cluster, async () => {
    const { digest, nodes } = await client.planReset(cluster, { nodes: ['w-2', 'w-1'] });
    expect(nodes.map(({ node }) => node)).toEqual(['w-1', 'w-2']);
    const run = await client.reset(wanted(cluster), { nodes: ['w-2', 'w-1'], approval: { digest, who: 'ann' } });
    expect(run).toMatchObject({ cluster: 'client-reset', workflowId: 'slipway/client-reset', joined: false });
    expect(await client.watch('client-reset', { onChange: () => undefined })).toMatchObject({
      operation: 'reset',
      outcome: 'reset',
    });
  });
});

test('the same reset is joined, whatever the order of its nodes; anything else of the cluster is refused', async () => {
  const cluster = namedCluster('client-joins');
  await whileWorking(cluster, async () => {
    const run = await client.reset(wanted(cluster), { nodes: ['w-1', 'w-2'] });
    while ((await client.status('client-joins')).gates.length === 0) await pause(50);
    expect(await client.reset(wanted(cluster), { nodes: ['w-2', 'w-1'] })).toMatchObject({
      joined: true,
      runId: run.runId,
    });
    for (const other of [
      client.reset(wanted(cluster), { nodes: ['w-1'] }),
      client.reset(wanted(cluster), { nodes: ['w-1', 'w-2'], drain: false }),
      client.reset(wanted(cluster)),
      client.install(wanted(cluster)),
    ])
      await expect(other).rejects.toThrow(AnswerRefused);
    await client.reject('client-joins', { digest: 'reset-w-1-w-2', who: 'ann' });
    expect(await client.watch('client-joins', { onChange: () => undefined })).toMatchObject({ outcome: 'rejected' });
  });
});
