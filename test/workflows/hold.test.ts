import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { SlipwayActivities } from '../../src/activities/contract';
import {
  abortUpdate,
  approveUpdate,
  holdSignal,
  holdUpdate,
  releaseSignal,
  releaseUpdate,
  retryUpdate,
  SEARCH_ATTRIBUTES,
} from '../../src/workflows/messages';
import { fatal, FakeActivities } from '../fakes/activities';
import {
  type InstallHandle,
  namedCluster,
  pause,
  queueOf,
  refusalOf,
  startInstall,
  waitForStatus,
  withWorker,
} from '../fakes/installs';
import { createTestWorker, startTemporal } from '../fakes/temporal';

jest.setTimeout(120_000);

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startTemporal();
});
afterAll(() => env.teardown());

const ANN = { who: 'ann', why: 'lunch' };
const hold = (run: InstallHandle) => run.executeUpdate(holdUpdate, { args: [ANN] });
const release = (run: InstallHandle) => run.executeUpdate(releaseUpdate, { args: [{ who: 'bob' }] });
/** Held, and nothing runs any more. */
const standsStill = (run: InstallHandle) =>
  waitForStatus(run, ({ health, running }) => health === 'held' && running.length === 0);

/** The workflow has been told something: what comes to its history after this comes after that. */
async function signalled(workflowId: string): Promise<void> {
  for (;;) {
    const { events } = await env.client.workflow.getHandle(workflowId).fetchHistory();
    if (events?.some((event) => event.workflowExecutionSignaledEventAttributes)) return;
    await pause(50);
  }
}

test('a held run says by whom, since when and how to release it; what runs ends, and nothing new begins', async () => {
  const fakes = new FakeActivities();
  const activity = fakes.keepOpen('initControlPlane', 'cp-1');
  await withWorker(env, namedCluster('held'), fakes, async (install) => {
    const run = await install();
    await activity.begun;
    const status = await hold(run);
    expect(status).toMatchObject({
      health: 'held',
      hold: { who: 'ann', why: 'lunch' },
      waitsFor: 'Held by ann (lunch): nothing new begins. slipway release held',
    });
    expect(status.waits[0]?.deadline).toBeUndefined();
    expect(status.running).toContainEqual({
      about: 'cp-1',
      title: 'kubeadm init',
      sinceMs: expect.any(Number) as number,
    });
    activity.letGo();
    const still = await standsStill(run);
    expect(still.phases.find(({ name }) => name === 'cni')?.state).toBe('waiting');
    const [init] = fakes.callsOf('initControlPlane');
    expect(init?.endedAtMs).toBeDefined();
    const before = fakes.calls.length;
    await pause(500);
    expect(fakes.calls).toHaveLength(before);
    expect(fakes.callsOf('issueJoinMaterial')).toEqual([]);
    const { typedSearchAttributes } = await run.describe();
    expect(typedSearchAttributes.get(SEARCH_ATTRIBUTES.health)).toBe('held');
    const released = await release(run);
    expect(released.hold).toBeUndefined();
    expect(released.notices?.map(({ text }) => text)).toEqual(['held by ann: lunch', 'released by bob']);
    expect((await run.result()).outcome).toBe('installed');
  });
  expect(fakes.callsOf('initControlPlane')).toHaveLength(1);
});

/** The beginning of everything that a hold may come between. */
const EDGES: readonly (readonly [keyof SlipwayActivities, string | undefined])[] = [
  ['gatherFacts', undefined],
  ['claimNode', 'w-1'],
  ['installRuntime', 'cp-2'],
  ['pullImages', 'w-2'],
  ['prepareControlPlaneJoin', 'cp-3'],
  ['joinEtcdMember', undefined],
  ['joinWorker', 'w-1'],
  ['waitNodesReady', undefined],
];

test.each(EDGES)(
  'a hold that comes during %s stops every branch at its next edge, and the install ends after it',
  async (name, node) => {
    const fakes = new FakeActivities();
    const activity = fakes.keepOpen(name, node);
    await withWorker(env, namedCluster(`edge-${name.toLowerCase()}`), fakes, async (install) => {
      const run = await install();
      await activity.begun;
      await run.signal(holdSignal, ANN);
      await waitForStatus(run, ({ health }) => health === 'held');
      activity.letGo();
      await standsStill(run);
      const before = fakes.calls.length;
      expect(fakes.calls.every(({ endedAtMs }) => endedAtMs !== undefined)).toBe(true);
      await pause(300);
      expect(fakes.calls).toHaveLength(before);
      await run.signal(releaseSignal, { who: 'bob' });
      expect((await run.result()).outcome).toBe('installed');
    });
    expect(fakes.callsOf('initControlPlane')).toHaveLength(1);
    expect(fakes.callsOf('joinEtcdMember')).toHaveLength(2);
  },
);

test('the workflows of nodes end at their next phase, and prepare the node from the beginning after the release', async () => {
  const fakes = new FakeActivities();
  const activity = fakes.keepOpen('installRuntime', 'w-2');
  const result = await withWorker(env, namedCluster('held-child'), fakes, async (install) => {
    const run = await install();
    await activity.begun;
    await hold(run);
    await signalled('slipway/held-child/w-2');
    activity.letGo();
    await standsStill(run);
    const { status } = await env.client.workflow.getHandle('slipway/held-child/w-2').describe();
    expect(status.name).toBe('COMPLETED');
    expect(fakes.callsOf('installKubernetes', 'w-2')).toEqual([]);
    await release(run);
    return run.result();
  });
  expect(fakes.callsOf('prepareNode', 'w-2')).toHaveLength(2);
  expect(result.nodes.find(({ name }) => name === 'w-2')?.changedSteps.length).toBeGreaterThan(0);
});

test('join material that expires while a run is held is issued again', async () => {
  const fakes = new FakeActivities();
  fakes.materialTtlMs = 1_000;
  const activity = fakes.keepOpen('prepareControlPlaneJoin');
  await withWorker(env, namedCluster('held-stale'), fakes, async (install) => {
    const run = await install();
    await activity.begun;
    await hold(run);
    activity.letGo();
    await standsStill(run);
    await pause(1_000);
    fakes.materialTtlMs = 60_000;
    await release(run);
    const { notices = [] } = await waitForStatus(run, ({ health }) => health === 'done');
    expect(notices.map(({ text }) => text)).toContainEqual(expect.stringContaining('is stale and is issued again'));
  });
  const rejected = fakes.callsOf('issueJoinMaterial').flatMap(({ input }) => input['rejectEpoch'] ?? []);
  expect(rejected.length).toBeGreaterThan(0);
});

test('an approval that is given while the run is held counts when it is released', async () => {
  const fakes = new FakeActivities();
  fakes.plan = (plan) => ({ ...plan, digest: 'plan-a', wipe: [{ node: 'w-1', items: ['/var/lib/etcd'] }] });
  await withWorker(env, namedCluster('held-gate'), fakes, async (install) => {
    const run = await install();
    await waitForStatus(run, ({ gates }) => gates.length > 0);
    const { waits, health } = await hold(run);
    expect(health).toBe('held');
    expect(waits.map(({ text }) => text)).toEqual([
      expect.stringContaining('Held by ann'),
      expect.stringContaining('Approval needed'),
    ]);
    await run.executeUpdate(approveUpdate, { args: [{ digest: 'plan-a', who: 'ann' }] });
    await pause(300);
    expect(fakes.callsOf('gatherFacts')).toHaveLength(1);
    await release(run);
    expect((await run.result()).outcome).toBe('installed');
  });
  expect(fakes.callsOf('wipeNode')).toHaveLength(1);
});

test('a parked branch that is retried while the run is held is tried when it is released', async () => {
  const fakes = new FakeActivities();
  fakes.on('installRuntime', 'w-2', () => {
    throw fatal('StepNotConverged', 'w-2: /var is full');
  });
  await withWorker(env, namedCluster('held-parked'), fakes, async (install) => {
    const run = await install();
    await waitForStatus(run, ({ parked }) => parked.length > 0);
    await hold(run);
    await run.executeUpdate(retryUpdate, { args: [{ node: 'w-2', who: 'ann' }] });
    const { parked } = await standsStill(run);
    expect(parked).toEqual([]);
    expect(fakes.callsOf('installRuntime', 'w-2')).toHaveLength(1);
    await release(run);
    expect((await run.result()).outcome).toBe('installed');
  });
});

test('a hold outlives its worker', async () => {
  const fakes = new FakeActivities();
  const cluster = namedCluster('held-restart');
  const activity = fakes.keepOpen('installRuntime', 'cp-1');
  const worker = () => createTestWorker(env, { taskQueue: queueOf(cluster), activities: fakes.asActivities() });
  const first = await worker();
  const run = await first.runUntil(async () => {
    const started = await startInstall(env, cluster);
    await activity.begun;
    await hold(started);
    activity.letGo();
    await standsStill(started);
    return started;
  });
  const second = await worker();
  await second.runUntil(async () => {
    const status = await standsStill(run);
    expect(status.hold).toMatchObject(ANN);
    await release(run);
    expect((await run.result()).outcome).toBe('installed');
  });
});

test('a run is held once, released once, and an abort ends it while it is held', async () => {
  const fakes = new FakeActivities();
  const activity = fakes.keepOpen('initControlPlane', 'cp-1');
  await withWorker(env, namedCluster('held-twice'), fakes, async (install) => {
    const run = await install();
    await activity.begun;
    expect(await refusalOf(release(run))).toBe('the run is not held');
    await hold(run);
    expect(await refusalOf(hold(run))).toBe('the run is held already, by ann');
    expect(await refusalOf(run.executeUpdate(holdUpdate, { args: ['now' as never] }))).toContain('who gives it');
    activity.letGo();
    await run.executeUpdate(abortUpdate, { args: [ANN] });
    await expect(run.result()).rejects.toMatchObject({ cause: { type: 'Aborted' } });
  });
  expect(fakes.callsOf('releaseNode')).toHaveLength(5);
});
