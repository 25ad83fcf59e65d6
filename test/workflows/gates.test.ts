import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { InstallPlan } from '../../src/plan/install-plan';
import { approveSignal, approveUpdate, rejectSignal, rejectUpdate } from '../../src/workflows/messages';
import { FakeActivities } from '../fakes/activities';
import { namedCluster, refusalOf, waitForStatus, withWorker } from '../fakes/installs';
import { startTemporal } from '../fakes/temporal';

jest.setTimeout(120_000);

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startTemporal();
});
afterAll(() => env.teardown());

const wipe = [{ node: 'w-1', items: ['/etc/kubernetes', '/var/lib/etcd'] }];
const CHANGES = ['claimNode', 'wipeNode', 'prepareNode'] as const;

/** A plan that wipes; `digests` are those of one observation after the other. */
function wiping(fakes: FakeActivities, ...digests: string[]): void {
  let observations = 0;
  fakes.plan = (plan): InstallPlan => {
    const digest = digests[Math.min(observations, digests.length - 1)] ?? '';
    observations += 1;
    return { ...plan, digest, wipe };
  };
}

test('nothing is wiped, claimed or changed before the very plan that is shown is approved', async () => {
  const fakes = new FakeActivities();
  wiping(fakes, 'plan-a');
  const cluster = namedCluster('gate-update');
  const result = await withWorker(env, cluster, fakes, async (install) => {
    const run = await install();
    const status = await waitForStatus(run, ({ gates }) => gates.length > 0);
    expect(status.health).toBe('waiting');
    expect(status.gates).toMatchObject([{ kind: 'wipe', digest: 'plan-a', items: wipe }]);
    expect(status.waitsFor).toContain('slipway approve gate-update --digest plan-a');
    expect(await refusalOf(run.executeUpdate(approveUpdate, { args: [{ digest: 'plan-x', who: 'ann' }] }))).toContain(
      'plan-x is not that of the plan at the gate, plan-a',
    );
    expect(await refusalOf(run.executeUpdate(approveUpdate, { args: [{} as never] }))).toContain('needs the digest');
    expect(CHANGES.flatMap((name) => fakes.callsOf(name))).toEqual([]);
    await run.executeUpdate(approveUpdate, { args: [{ digest: 'plan-a', who: 'ann', why: 'old test cluster' }] });
    return run.result();
  });
  expect(result.outcome).toBe('installed');
  expect(fakes.callsOf('wipeNode').map(({ node }) => node)).toEqual(['w-1']);
  expect(fakes.callsOf('gatherFacts')).toHaveLength(2);
  const [wiped] = fakes.callsOf('wipeNode');
  const [claimed] = fakes.callsOf('claimNode', 'w-1');
  const [prepared] = fakes.callsOf('prepareNode', 'w-1');
  expect(wiped?.startedAtMs).toBeGreaterThanOrEqual(claimed?.endedAtMs ?? Infinity);
  expect(prepared?.startedAtMs).toBeGreaterThanOrEqual(wiped?.endedAtMs ?? Infinity);
});

test('a signal with the digest approves; one without it, or with another, is only noted', async () => {
  const fakes = new FakeActivities();
  wiping(fakes, 'plan-a');
  const result = await withWorker(env, namedCluster('gate-signal'), fakes, async (install) => {
    const run = await install();
    await waitForStatus(run, ({ gates }) => gates.length > 0);
    await run.signal(approveSignal, { digest: 'plan-x', who: 'ann' });
    await run.signal(approveSignal, 'yes' as never);
    const status = await waitForStatus(run, ({ notices }) => (notices ?? []).length === 2);
    expect(status.gates).toHaveLength(1);
    expect(status.notices?.map(({ text }) => text)).toEqual([
      expect.stringContaining('signal approve was not taken: digest plan-x is not that'),
      expect.stringContaining('signal approve was not taken: an answer needs the digest'),
    ]);
    await run.signal(approveSignal, { digest: 'plan-a', who: 'ann' });
    return run.result();
  });
  expect(result.outcome).toBe('installed');
});

test.each([
  ['update', 'gate-reject-update'],
  ['signal', 'gate-reject-signal'],
])('a rejection by %s ends the run cleanly with nothing changed', async (way, name) => {
  const fakes = new FakeActivities();
  wiping(fakes, 'plan-a');
  const result = await withWorker(env, namedCluster(name), fakes, async (install) => {
    const run = await install();
    await waitForStatus(run, ({ gates }) => gates.length > 0);
    const answer = { digest: 'plan-a', who: 'ann' };
    if (way === 'update') await run.executeUpdate(rejectUpdate, { args: [answer] });
    else await run.signal(rejectSignal, answer);
    return run.result();
  });
  expect(result).toMatchObject({ outcome: 'rejected', nodes: [] });
  expect([...new Set(fakes.calls.map((call) => call.name))]).toEqual(['gatherFacts', 'planInstall']);
});

test('a plan that changed since it was shown voids its approval and is asked for again', async () => {
  const fakes = new FakeActivities();
  wiping(fakes, 'plan-a', 'plan-b', 'plan-b');
  await withWorker(env, namedCluster('gate-void'), fakes, async (install) => {
    const run = await install();
    await waitForStatus(run, ({ gates }) => gates[0]?.digest === 'plan-a');
    await run.executeUpdate(approveUpdate, { args: [{ digest: 'plan-a', who: 'ann' }] });
    const status = await waitForStatus(run, ({ gates }) => gates[0]?.digest === 'plan-b');
    expect(status.notices?.at(-1)?.text).toContain('plan-a was approved: that approval is void');
    expect(CHANGES.flatMap((name) => fakes.callsOf(name))).toEqual([]);
    expect(await refusalOf(run.executeUpdate(approveUpdate, { args: [{ digest: 'plan-a', who: 'ann' }] }))).toContain(
      'plan-b',
    );
    await run.executeUpdate(approveUpdate, { args: [{ digest: 'plan-b', who: 'ann' }] });
    await run.result();
  });
  expect(fakes.callsOf('wipeNode')).toHaveLength(1);
});

test('leftovers that a person removed while the gate was open need no approval any more', async () => {
  const fakes = new FakeActivities();
  let observations = 0;
  fakes.plan = (plan) => {
    observations += 1;
    return observations === 1 ? { ...plan, digest: 'plan-a', wipe } : plan;
  };
  await withWorker(env, namedCluster('gate-gone'), fakes, async (install) => {
    const run = await install();
    await waitForStatus(run, ({ gates }) => gates.length > 0);
    await run.executeUpdate(approveUpdate, { args: [{ digest: 'plan-a', who: 'ann' }] });
    await run.result();
  });
  expect(fakes.callsOf('wipeNode')).toHaveLength(0);
});

test('taking nodes over from another run is a gate of its own, and claims say so', async () => {
  const fakes = new FakeActivities();
  fakes.plan = (plan) => ({ ...plan, takeOver: [{ node: 'cp-2', holder: 'default/slipway/demo/run-1' }] });
  await withWorker(env, namedCluster('gate-take-over'), fakes, async (install) => {
    const run = await install();
    const { gates } = await waitForStatus(run, (status) => status.gates.length > 0);
    expect(gates).toMatchObject([
      { kind: 'take-over', items: [{ node: 'cp-2', items: ['held by default/slipway/demo/run-1'] }] },
    ]);
    await run.executeUpdate(approveUpdate, { args: [{ digest: gates[0]?.digest ?? '', who: 'ann' }] });
    await run.result();
  });
  expect(fakes.callsOf('claimNode', 'cp-2')[0]?.input['takeOver']).toBe(true);
  expect(fakes.callsOf('claimNode', 'cp-1')[0]?.input['takeOver']).toBe(false);
});

test('a gate says until when it waits, and is rejected when nobody answers', async () => {
  const fakes = new FakeActivities();
  wiping(fakes, 'plan-a');
  const cluster = namedCluster('gate-deadline', { policies: { gateSeconds: 2 } });
  const result = await withWorker(env, cluster, fakes, async (install) => {
    const run = await install();
    const { gates, waits } = await waitForStatus(run, (status) => status.gates.length > 0);
    const deadline = { atMs: (gates[0]?.openedAtMs ?? 0) + 2_000, outcome: 'it is rejected' };
    expect(gates).toMatchObject([{ deadline }]);
    expect(waits).toMatchObject([{ deadline }]);
    return run.result();
  });
  expect(result.outcome).toBe('rejected');
  expect(CHANGES.flatMap((name) => fakes.callsOf(name))).toEqual([]);
});
