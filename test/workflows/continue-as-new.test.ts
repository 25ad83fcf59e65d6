import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { createSlipwayClient, type WatchEvent } from '../../src/client';
import { clusterDigest } from '../../src/config/digest';
import {
  approveUpdate,
  holdUpdate,
  releaseUpdate,
  retrySignal,
  retryUpdate,
  SEARCH_ATTRIBUTES,
  skipUpdate,
  statusQuery,
  TASK_QUEUE,
} from '../../src/workflows/messages';
import { fatal, FakeActivities } from '../fakes/activities';
import { type InstallHandle, namedCluster, startReset, waitForStatus, withWorker } from '../fakes/installs';
import { joinedFakes, listChanges } from '../fakes/resets';
import { createTestWorker, startTemporal } from '../fakes/temporal';

jest.setTimeout(180_000);

/** The server suggests to continue as new from so many events on; its own default is 4096. */
const SUGGESTED_AT = 250;
/** Events that may be added between the suggestion and the end of what runs. */
const MARGIN = 150;

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startTemporal({ settings: [`limit.historyCount.suggestContinueAsNew=${SUGGESTED_AT}`] });
});
afterAll(() => env.teardown());

/** Lengths of the histories of all executions of a run, the latest last. */
async function historyLengths(workflowId: string): Promise<number[]> {
  const lengths: { startedAtMs: number; events: number }[] = [];
  for await (const found of env.client.workflow.list({ query: `WorkflowId = '${workflowId}'` })) {
    const { events } = await env.client.workflow.getHandle(workflowId, found.runId).fetchHistory();
    lengths.push({ startedAtMs: found.startTime.getTime(), events: events?.length ?? 0 });
  }
  return lengths.toSorted((a, b) => a.startedAtMs - b.startedAtMs).map(({ events }) => events);
}

/** What a handle of the workflow id says, whichever execution goes on. */
const latestOf = ({ workflowId }: Pick<InstallHandle, 'workflowId'>) =>
  env.client.workflow.getHandle(workflowId) as InstallHandle;

/** Many answers that cannot be taken: each is an event, and a notice. */
async function pester(run: Pick<InstallHandle, 'workflowId'>, times: number): Promise<void> {
  const latest = latestOf(run);
  for (let index = 0; index < times; index += 20) {
    await Promise.all(
      Array.from({ length: Math.min(20, times) }, (_, n) =>
        latest.signal(retrySignal, { node: 'nobody', who: `n${index + n}` }),
      ),
    );
    // Answered when what came before is taken: a busy worker must not let the signals pile up in one execution.
    await latest.query(statusQuery);
  }
}

async function expectSmall(workflowId: string): Promise<number> {
  const lengths = await historyLengths(workflowId);
  expect(Math.max(...lengths)).toBeLessThan(SUGGESTED_AT + MARGIN);
  return lengths.length;
}

test('a run at a gate goes on in new executions however many signals it gets, and the gate is the same', async () => {
  const fakes = new FakeActivities();
  fakes.plan = (plan) => ({ ...plan, digest: 'plan-a', wipe: [{ node: 'w-1', items: ['/var/lib/etcd'] }] });
  const cluster = namedCluster('weeks-at-a-gate');
  await withWorker(env, cluster, fakes, async (install) => {
    const run = await install();
    const first = await waitForStatus(run, ({ gates }) => gates.length > 0);
    await pester(run, 600);
    const latest = latestOf(run);
    const later = await waitForStatus(latest, ({ gates }) => gates.length > 0);
    expect(later.gates).toEqual(first.gates);
    expect(later.notices?.at(-1)?.text).toContain('signal retry was not taken');
    expect(await expectSmall(run.workflowId)).toBeGreaterThan(2);
    const { typedSearchAttributes, ...described } = await latest.describe();
    expect(typedSearchAttributes.get(SEARCH_ATTRIBUTES.health)).toBe('waiting');
    expect(described.runId).not.toBe(run.firstExecutionRunId);
    expect(fakes.callsOf('claimNode')).toEqual([]);
    await latest.executeUpdate(approveUpdate, { args: [{ digest: 'plan-a', who: 'ann' }] });
    expect((await run.result()).outcome).toBe('installed');
  });
});

test('an approval that makes the history too long counts in the next execution', async () => {
  const fakes = new FakeActivities();
  fakes.plan = (plan) => ({ ...plan, digest: 'plan-b', wipe: [{ node: 'w-1', items: ['/var/lib/etcd'] }] });
  await withWorker(env, namedCluster('weeks-till-approved'), fakes, async (install) => {
    const run = await install();
    await waitForStatus(run, ({ gates }) => gates.length > 0);
    const events = async (): Promise<number> => (await run.fetchHistory()).events?.length ?? 0;
    // A signal is four events: the next answer is the one that reaches the limit.
    for (let length = await events(); length < SUGGESTED_AT - 4; length = await events()) await pester(run, 1);
    expect(await events()).toBeLessThan(SUGGESTED_AT);
    await run.executeUpdate(approveUpdate, { args: [{ digest: 'plan-b', who: 'ann' }] });
    expect((await run.result()).outcome).toBe('installed');
    expect((await historyLengths(run.workflowId)).length).toBeGreaterThan(1);
    expect(fakes.callsOf('planInstall').length).toBeLessThanOrEqual(3);
  });
});

test('parked branches stay parked in the next execution, are not tried again for it, and take their answers there', async () => {
  const fakes = new FakeActivities();
  fakes.on('installRuntime', 'w-1', () => {
    throw fatal('StepNotConverged', 'w-1: /var is full', 'Free some space.');
  });
  fakes.on('joinWorker', 'w-2', () => {
    throw fatal('KubeadmFailed', 'w-2: no route');
  });
  const result = await withWorker(env, namedCluster('weeks-parked'), fakes, async (install) => {
    const run = await install();
    const first = await waitForStatus(
      latestOf(run),
      ({ parked, running }) => parked.length === 2 && running.length === 0,
    );
    const calls = fakes.calls.length;
    await pester(run, 600);
    const later = await waitForStatus(latestOf(run), ({ parked }) => parked.length === 2);
    const byNode = (a: { node: string }, b: { node: string }) => a.node.localeCompare(b.node);
    expect(later.parked.toSorted(byNode)).toEqual(first.parked.toSorted(byNode));
    expect(fakes.calls).toHaveLength(calls);
    expect(later.nodes['cp-2']?.state).toBe('done');
    await latestOf(run).executeUpdate(retryUpdate, { args: [{ node: 'w-1', who: 'ann' }] });
    await latestOf(run).executeUpdate(skipUpdate, { args: [{ node: 'w-2', who: 'ann' }] });
    expect(await run.result()).toMatchObject({ outcome: 'installed' });
    expect(await expectSmall(run.workflowId)).toBeGreaterThan(2);
    return run.result();
  });
  expect(result.nodes.filter(({ skipped }) => skipped).map(({ name }) => name)).toEqual(['w-2']);
  expect(result.smokeTest?.nodes).toBe(4);
  expect(fakes.callsOf('initControlPlane')).toHaveLength(1);
  expect(new Set(fakes.callsOf('releaseNode').map(({ node }) => node)).size).toBe(5);
});

test('a lost machine that was parked is claimed anew as another one after the retry, whichever execution is asked', async () => {
  const fakes = new FakeActivities();
  for (const node of ['w-1', 'w-2'])
    fakes.on('joinWorker', node, () => {
      throw fatal('NodeUnreachable', `${node} does not answer`);
    });
  await withWorker(env, namedCluster('weeks-till-rebuilt'), fakes, async (install) => {
    const run = await install();
    await waitForStatus(latestOf(run), ({ parked, running }) => parked.length === 2 && running.length === 0);
    for (const node of ['w-1', 'w-2'])
      fakes.on('joinWorker', node, () => {
        throw fatal('NodeNotClaimed', `${node}: /var/lib/slipway/fence.json is missing`);
      });
    await latestOf(run).executeUpdate(holdUpdate, { args: [{ who: 'ann' }] });
    await latestOf(run).executeUpdate(retryUpdate, { args: [{ node: 'w-1', who: 'ann' }] });
    await pester(run, 600);
    await waitForStatus(latestOf(run), ({ parked }) => parked.length === 1);
    expect(await expectSmall(run.workflowId)).toBeGreaterThan(1);
    await latestOf(run).executeUpdate(releaseUpdate, { args: [{ who: 'ann' }] });
    await latestOf(run).executeUpdate(retryUpdate, { args: [{ node: 'w-2', who: 'ann' }] });
    expect((await run.result()).outcome).toBe('installed');
  });
  for (const node of ['w-1', 'w-2']) expect(fakes.callsOf('claimNode', node)).toHaveLength(2);
});

test('a held run stays held in the next execution', async () => {
  const fakes = new FakeActivities();
  await withWorker(env, namedCluster('weeks-held'), fakes, async (install) => {
    const run = await install();
    const { hold } = await run.executeUpdate(holdUpdate, { args: [{ who: 'ann' }] });
    await waitForStatus(run, ({ running }) => running.length === 0);
    await pester(run, 400);
    const later = await waitForStatus(latestOf(run), ({ health }) => health === 'held');
    expect(later.hold).toEqual(hold);
    expect(await expectSmall(run.workflowId)).toBeGreaterThan(1);
    await latestOf(run).executeUpdate(releaseUpdate, { args: [{ who: 'ann' }] });
    expect((await run.result()).outcome).toBe('installed');
  });
});

test('a reset goes on in the next execution where it was: what is over is not touched again, and its result is kept', async () => {
  const cluster = namedCluster('weeks-of-a-reset');
  const fakes = joinedFakes(cluster);
  fakes.on('deleteNode', 'w-2', () => {
    throw fatal('ApiRequestRefused', 'not now');
  });
  await withWorker(env, cluster, fakes, async () => {
    const wish = { nodes: ['w-1', 'w-2'], approval: { digest: 'reset-w-1-w-2', who: 'ann' } };
    const reset = await startReset(env, cluster, wish);
    await waitForStatus(latestOf(reset), ({ parked }) => parked.length === 1);
    await pester(reset, 400);
    const later = await waitForStatus(latestOf(reset), ({ parked }) => parked.length === 1);
    expect(later).toMatchObject({ operation: 'reset', parked: [{ node: 'w-2' }], nodes: { 'w-1': { state: 'done' } } });
    const before = listChanges(fakes);
    expect(before.slice(-2)).toEqual(['forgetNode w-2', 'deleteNode w-2']);
    fakes.on('resetNode', 'w-2', () => ({ removed: ['what was left'] }));
    await latestOf(reset).executeUpdate(retryUpdate, { args: [{ node: 'w-2', who: 'ann' }] });
    expect(await reset.result()).toMatchObject({
      outcome: 'reset',
      nodes: [
        { name: 'w-1', removed: ['what w-1 had'] },
        { name: 'w-2', removed: ['what w-2 had', 'what was left'] },
      ],
    });
    expect(await expectSmall(reset.workflowId)).toBeGreaterThan(1);
    expect(listChanges(fakes).slice(before.length)).toEqual([
      'drainNode w-2',
      'resetNode w-2',
      'forgetNode w-2',
      'deleteNode w-2',
    ]);
  });
  expect(fakes.callsOf('planReset')).toHaveLength(1);
});

test('an install of many nodes goes on in new executions between them; each node joins once, and the watch sees it through', async () => {
  const fakes = new FakeActivities();
  const planes = [1, 2, 3].map((n) => ({ name: `cp-${n}`, address: `10.0.0.1${n}`, roles: ['control-plane'] }));
  const workers = Array.from({ length: 57 }, (_, n) => ({
    name: `w-${n}`,
    address: `10.0.1.${n + 1}`,
    roles: ['worker'],
  }));
  const cluster = namedCluster('many', { nodes: [...planes, ...workers] });
  const client = await createSlipwayClient({ client: env.client });
  const worker = await createTestWorker(env, { taskQueue: TASK_QUEUE, activities: fakes.asActivities() });
  const handle = env.client.workflow.getHandle('slipway/many') as InstallHandle;
  const events: WatchEvent[] = [];
  const result = await worker.runUntil(async () => {
    const { runId } = await client.install({ cluster, digest: clusterDigest(cluster) });
    const watched = await client.watch('many', { runId, onChange: (event) => events.push(event), pollEveryMs: 100 });
    expect((await waitForStatus(handle, ({ health }) => health === 'done')).continued).toBeUndefined();
    return watched;
  });
  expect(result.outcome).toBe('installed');
  expect(result.nodes).toHaveLength(60);
  expect(result.nodes.every((node) => 'changedSteps' in node && node.changedSteps.length > 0)).toBe(true);
  expect((await historyLengths('slipway/many')).length).toBeGreaterThan(2);
  const told = events.flatMap((event) => (event.kind === 'status' ? [event.status] : []));
  expect(told.some(({ continued }) => continued === true)).toBe(false);
  expect(told.at(-1)?.phases.find(({ name }) => name === 'join')?.state).not.toBe('waiting');
  for (const name of ['initControlPlane', 'applyCni', 'smokeTest'] as const)
    expect(fakes.callsOf(name)).toHaveLength(1);
  const joined = fakes.callsOf('joinWorker').map(({ node }) => node);
  expect(new Set(joined).size).toBe(57);
  expect(joined).toHaveLength(57);
  expect(fakes.callsOf('claimNode')).toHaveLength(60);
  expect(new Set(fakes.callsOf('claimNode').map(({ input }) => JSON.stringify(input['fence']))).size).toBe(1);
});
