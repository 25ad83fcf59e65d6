import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { kubeconfigPurpose, seal } from '../../src/activities/seal';
import {
  AnswerRefused,
  createSlipwayClient,
  NoWorkerAnswers,
  RunFailed,
  RunNotFound,
  type SlipwayClient,
  type WatchEvent,
} from '../../src/client';
import type { Cluster } from '../../src/config/cluster';
import { clusterDigest } from '../../src/config/digest';
import { SEARCH_ATTRIBUTES, TASK_QUEUE } from '../../src/workflows/messages';
import { FakeActivities } from '../fakes/activities';
import { namedCluster, pause } from '../fakes/installs';
import { createTestWorker, startTemporal } from '../fakes/temporal';

jest.setTimeout(60_000);

let env: TestWorkflowEnvironment;
let client: SlipwayClient;
beforeAll(async () => {
  env = await startTemporal({ searchAttributes: false });
  client = await createSlipwayClient({ client: env.client, webUi: 'http://127.0.0.1:8233' });
});
afterAll(() => env.teardown());

const wanted = (cluster: Cluster) => ({ cluster, digest: clusterDigest(cluster) });

async function whileWorking<T>(fakes: FakeActivities, test: () => Promise<T>): Promise<T> {
  const worker = await createTestWorker(env, { taskQueue: TASK_QUEUE, activities: fakes.asActivities() });
  return worker.runUntil(test);
}

const thrownBy = async (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

test('without a worker, a run is started, and status and watch say that nobody runs it', async () => {
  const cluster = namedCluster('unattended');
  const run = await client.install(wanted(cluster));
  expect(run).toMatchObject({ cluster: 'unattended', workflowId: 'slipway/unattended', joined: false });
  expect(await thrownBy(client.status('unattended'))).toMatchObject({
    name: 'NoWorkerAnswers',
    message: expect.stringContaining('no worker polls task queue slipway') as string,
  });
  const events: WatchEvent[] = [];
  const watched = client.watch('unattended', { onChange: (event) => events.push(event), pollEveryMs: 50 });
  while (events.length === 0) await pause(50);
  expect(events[0]).toMatchObject({ kind: 'silence' });
  const result = await whileWorking(new FakeActivities(), () => watched);
  expect(result.outcome).toBe('installed');
  expect(events.at(-1)).toMatchObject({ kind: 'status', status: { health: 'done' } });
});

test('an install registers the search attributes and is found by them', async () => {
  expect(await client.ensureSearchAttributes()).toBe(true);
  const cluster = namedCluster('findable');
  await whileWorking(new FakeActivities(), async () => {
    await client.install(wanted(cluster));
    await client.watch('findable', { onChange: () => undefined });
  });
  const described = await env.client.workflow.getHandle('slipway/findable').describe();
  expect(described.typedSearchAttributes.get(SEARCH_ATTRIBUTES.cluster)).toBe('findable');
  expect(described.typedSearchAttributes.get(SEARCH_ATTRIBUTES.health)).toBe('done');
  expect(await described.staticSummary()).toBe('Install findable: Kubernetes v1.34.4, 3 control plane(s), 2 worker(s)');
});

test('a run holds its nodes in the name of its own Temporal service, which another one cannot take for its own', async () => {
  const fakes = new FakeActivities();
  const cluster = namedCluster('named');
  await whileWorking(fakes, async () => {
    await client.install(wanted(cluster));
    await client.watch('named', { onChange: () => undefined });
    await client.plan(cluster);
  });
  const holders = fakes.callsOf('planInstall').map(({ input }) => String(input['holder']).split('/')[0]);
  expect(holders).toHaveLength(2);
  expect(holders[0]).toMatch(/^default@[0-9a-f-]{8}$/);
  expect(holders[1]).toBe(holders[0]);
});

test('a second install of the same file joins the run; of another file it is refused, naming both digests', async () => {
  const fakes = new FakeActivities();
  const cluster = namedCluster('twice');
  const smokeTest = fakes.keepOpen('smokeTest');
  await whileWorking(fakes, async () => {
    const first = await client.install(wanted(cluster));
    const second = await client.install(wanted(cluster));
    expect(second).toEqual({ ...first, joined: true });
    const error = await thrownBy(client.install({ cluster, digest: 'another-digest' }));
    expect(error).toBeInstanceOf(AnswerRefused);
    expect(String(error)).toContain(clusterDigest(cluster));
    expect(String(error)).toContain('another-digest');
    smokeTest.letGo();
    await client.watch('twice', { onChange: () => undefined });
  });
  expect(fakes.callsOf('initControlPlane')).toHaveLength(1);
});

test('a run that preflight stops ends the watch with what it found', async () => {
  const fakes = new FakeActivities();
  const finding = { id: 'x', message: 'm', fix: 'f', verdict: { kind: 'yours-to-fix' } } as const;
  fakes.plan = (plan) => ({ ...plan, findings: [finding] });
  const error = await whileWorking(fakes, async () => {
    await client.install(wanted(namedCluster('stopped')));
    return thrownBy(client.watch('stopped', { onChange: () => undefined }));
  });
  expect(error).toBeInstanceOf(RunFailed);
  expect(error).toMatchObject({ type: 'PreflightFailed', findings: [finding] });
});

test('an answer to a run that asks nothing is refused with the reason', async () => {
  const fakes = new FakeActivities();
  const smokeTest = fakes.keepOpen('smokeTest');
  await whileWorking(fakes, async () => {
    await client.install(wanted(namedCluster('asks-nothing')));
    const approval = await thrownBy(client.approve('asks-nothing', { digest: 'd', who: 'ann' }));
    expect(approval).toBeInstanceOf(AnswerRefused);
    expect(String(approval)).toContain('no gate is open');
    expect(String(await thrownBy(client.retry('asks-nothing', { node: 'w-1', who: 'ann' })))).toContain('not parked');
    const status = await client.abort('asks-nothing', { who: 'ann' });
    expect(status.notices?.at(-1)?.text).toContain('aborted by ann');
    smokeTest.letGo();
    expect(await thrownBy(client.watch('asks-nothing', { onChange: () => undefined }))).toMatchObject({
      type: 'Aborted',
    });
  });
});

test('a cluster that no run is known of is named', async () => {
  expect(await thrownBy(client.status('nowhere'))).toBeInstanceOf(RunNotFound);
  expect(await thrownBy(client.abort('nowhere', { who: 'ann' }))).toBeInstanceOf(RunNotFound);
  expect(await thrownBy(client.watch('nowhere', { onChange: () => undefined }))).toBeInstanceOf(RunNotFound);
});

test('the kubeconfig crosses Temporal sealed and is opened by the caller', async () => {
  const fakes = new FakeActivities();
  const text = 'apiVersion: v1\nkind: Config\n';
  fakes.on('sealKubeconfig', undefined, ({ input }) => ({
    sealed: seal(text, String(input['publicKey']), kubeconfigPurpose('sealed')),
    server: 'https://10.0.0.100:8443',
  }));
  expect(await whileWorking(fakes, () => client.kubeconfig(namedCluster('sealed')))).toBe(text);
});

test('a plan of many nodes gathers the diffs of all of them', async () => {
  const fakes = new FakeActivities();
  const nodes = Array.from({ length: 23 }, (_, index) => ({
    name: `n-${index}`,
    address: `10.1.0.${index + 1}`,
    roles: [index === 0 ? 'control-plane' : 'worker'],
  }));
  const cluster = namedCluster('wide', {
    controlPlaneEndpoint: '10.1.0.1:6443',
    loadBalancer: { name: 'none' },
    nodes,
  });
  const report = await whileWorking(fakes, () => client.plan(cluster));
  expect(report.diffs.map(({ node }) => node).toSorted()).toEqual(nodes.map(({ name }) => name).toSorted());
  expect(fakes.callsOf('diffNodes').every(({ input }) => (input['nodes'] as string[]).length <= 5)).toBe(true);
});

test('health tells what is not well', async () => {
  const fakes = new FakeActivities();
  const cluster = namedCluster('ill');
  fakes.etcd = { healthy: false, problems: ['cp-2 is a learner'] };
  const report = await whileWorking(fakes, () => client.health(cluster));
  expect(report).toMatchObject({ healthy: false, problems: ['cp-2 is a learner'] });
});

test('reading without a worker fails and says so', async () => {
  expect(await thrownBy(client.health(namedCluster('silent')))).toBeInstanceOf(NoWorkerAnswers);
});

test('a link leads to the run in the Web UI', () => {
  expect(client.webUiLink('slipway/demo', 'run-1')).toBe(
    'http://127.0.0.1:8233/namespaces/default/workflows/slipway%2Fdemo/run-1/history',
  );
});

test('a plan is made in the name of the install, so that the cluster’s own nodes are not another’s', async () => {
  const fakes = new FakeActivities();
  await whileWorking(fakes, () => client.plan(namedCluster('own')));
  const [call] = fakes.callsOf('planInstall');
  expect(call?.input['holder']).toMatch(/^default@[0-9a-f]{8}\/slipway\/own\/[0-9a-f-]{36}$/);
});
