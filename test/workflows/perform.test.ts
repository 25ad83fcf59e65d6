import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { FakeActivities } from '../fakes/activities';
import { namedCluster, queueOf, startInstall } from '../fakes/installs';
import { createTestWorker, startTemporal } from '../fakes/temporal';

jest.setTimeout(120_000);

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startTemporal();
});
afterAll(() => env.teardown());

test('work on a node is done by the workers of its site, and by them only', async () => {
  const nodes = [
    { name: 'cp-1', address: '10.0.0.11', roles: ['control-plane'] },
    { name: 'far-1', address: '10.9.0.1', roles: ['worker'], site: 'dc2' },
  ];
  const cluster = namedCluster('sites', {
    nodes,
    loadBalancer: { name: 'none' },
    controlPlaneEndpoint: '10.0.0.11:6443',
  });
  const near = new FakeActivities();
  const far = new FakeActivities();
  const queue = queueOf(cluster);
  const nearWorker = await createTestWorker(env, { taskQueue: queue, activities: near.asActivities() });
  const farWorker = await createTestWorker(env, { taskQueue: `${queue}-dc2`, activities: far.asActivities() });
  const result = await farWorker.runUntil(() =>
    nearWorker.runUntil(async () => (await startInstall(env, cluster)).result()),
  );
  expect(result.outcome).toBe('installed');
  const places = (fakes: FakeActivities): string[] => [...new Set(fakes.calls.flatMap(({ node }) => node ?? []))];
  expect(places(far)).toEqual(['far-1']);
  expect(near.callsOf('prepareNode').map(({ node }) => node)).toEqual(['cp-1']);
  expect(far.callsOf('gatherFacts')[0]?.input['nodes']).toEqual(['far-1']);
  expect(near.callsOf('issueJoinMaterial')).toHaveLength(1);
});

test('every activity has a summary, a heartbeat timeout, and no limit of attempts', async () => {
  const cluster = namedCluster('summaries');
  const worker = await createTestWorker(env, {
    taskQueue: queueOf(cluster),
    activities: new FakeActivities().asActivities(),
  });
  await worker.runUntil(async () => (await startInstall(env, cluster)).result());
  const scheduled: Scheduled[] = [];
  for (const id of ['slipway/summaries', 'slipway/summaries/cp-2']) {
    const { events } = JSON.parse(historyToJSON(await env.client.workflow.getHandle(id).fetchHistory())) as {
      events: Scheduled[];
    };
    scheduled.push(...events.filter((event) => event.activityTaskScheduledEventAttributes !== undefined));
  }
  const summaries = scheduled.map(({ userMetadata }) => {
    const data = Buffer.from(userMetadata?.summary?.data ?? '', 'base64').toString('utf8');
    return data === '' ? undefined : (JSON.parse(data) as string);
  });
  expect(summaries).toContain('cp-2: Install containerd 1.7.24');
  expect(summaries).toContain('cp-1 … w-2 (5 nodes): Gather facts');
  expect(summaries.filter((summary) => summary === undefined)).toEqual([]);
  for (const { activityTaskScheduledEventAttributes: attributes } of scheduled) {
    expect(attributes?.heartbeatTimeout).toBe('8s');
    expect(attributes?.retryPolicy?.maximumAttempts ?? 0).toBe(0);
  }
});

test('the Web UI is told where a run is and how to answer it', async () => {
  const cluster = namedCluster('metadata');
  const worker = await createTestWorker(env, {
    taskQueue: queueOf(cluster),
    activities: new FakeActivities().asActivities(),
  });
  const metadata = await worker.runUntil(async () => {
    const run = await startInstall(env, cluster);
    await run.result();
    return run.query<Metadata>('__temporal_workflow_metadata');
  });
  expect(metadata.currentDetails).toContain('### metadata: done');
  expect(metadata.currentDetails).toContain('| cp-1 | ✓ | ✓ | ✓ | ✓ | ✓ | ✓ |   |');
  const described = [
    ...metadata.definition.queryDefinitions,
    ...metadata.definition.signalDefinitions,
    ...metadata.definition.updateDefinitions,
  ].filter(({ name }) => !name.startsWith('__'));
  expect(described.map(({ name }) => name)).toEqual(expect.arrayContaining(['status', 'approve', 'skip', 'joinRun']));
  expect(described.filter(({ description }) => (description ?? '') === '')).toEqual([]);
});

interface Scheduled {
  readonly userMetadata?: { readonly summary?: { readonly data?: string } };
  readonly activityTaskScheduledEventAttributes?: {
    readonly heartbeatTimeout?: string;
    readonly retryPolicy?: { readonly maximumAttempts?: number };
  };
}

interface Definition {
  readonly name: string;
  readonly description?: string;
}

interface Metadata {
  readonly currentDetails: string;
  readonly definition: {
    readonly queryDefinitions: readonly Definition[];
    readonly signalDefinitions: readonly Definition[];
    readonly updateDefinitions: readonly Definition[];
  };
}
