import { Context } from '@temporalio/activity';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { LostQuorum } from '../../src/plan/lost-quorum';
import { abortUpdate, approveUpdate, rejectUpdate, retryUpdate } from '../../src/workflows/messages';
import { fatal, FakeActivities, type FakeCall } from '../fakes/activities';
import { namedCluster, pause, waitForStatus, withWorker } from '../fakes/installs';
import { startTemporal } from '../fakes/temporal';

jest.setTimeout(120_000);

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startTemporal();
});
afterAll(() => env.teardown());

const lost: LostQuorum = {
  state: 'lost',
  cause: 'etcd has lost its quorum: of 2 voting members 1 answers (cp-1); cp-2 does not (no route)',
  fix: 'Bring cp-2 back.',
  recovery: {
    digest: 'digest-1',
    survivor: 'cp-1',
    memberId: 'a1',
    removed: [{ id: 'b2', node: 'cp-2', isLearner: false }],
  },
  losses: [
    { node: 'cp-1', items: ['writes are kept'] },
    { node: 'cp-2', items: ['its etcd member b2 and its Node are removed'] },
  ],
};

/** Looks until the quorum is kept, or nobody wants to know any more. */
const watch =
  (fakes: FakeActivities) =>
  async ({ input }: FakeCall): Promise<void> => {
    while (input['untilKept'] === true && fakes.quorum.state !== 'kept') await Context.current().sleep(50);
  };

/** cp-2 dies as the second voter of two, while other nodes join through cp-1. */
function withLostQuorum(): FakeActivities {
  const fakes = new FakeActivities();
  fakes.on('finishControlPlaneJoin', 'cp-2', () => {
    fakes.quorum = lost;
    throw fatal('NodeUnreachable', 'finishControlPlaneJoin on cp-2: no route');
  });
  fakes.on('assessQuorum', undefined, watch(fakes), 100);
  return fakes;
}

const approval = { digest: 'digest-1', who: 'ann' };
const QUORUM = '@etcd-quorum';

test('a lost quorum parks the cluster, shows exactly what is lost, and after the approval the run goes on', async () => {
  const fakes = withLostQuorum();
  const result = await withWorker(env, namedCluster('quorum-recover'), fakes, async (install) => {
    const run = await install();
    const status = await waitForStatus(run, ({ gates }) => gates.length > 0);
    expect(status.health).toBe('waiting');
    expect(status.gates).toMatchObject([
      {
        kind: 'recover-etcd',
        digest: 'digest-1',
        items: lost.losses,
        title: expect.stringContaining('cp-1 alone') as string,
      },
    ]);
    expect(status.parked).toMatchObject([
      { node: QUORUM, phase: 'etcd-health', type: 'EtcdQuorumLost', cause: lost.cause, fix: lost.fix },
    ]);
    expect(fakes.callsOf('recoverEtcd')).toHaveLength(0);
    await run.executeUpdate(approveUpdate, { args: [approval] });
    return run.result();
  });
  expect(result.outcome).toBe('installed');
  expect(fakes.callsOf('recoverEtcd', 'cp-1').map(({ input }) => input['recovery'])).toEqual([lost.recovery]);
  expect(fakes.callsOf('finishControlPlaneJoin', 'cp-2')).toHaveLength(2);
});

test('where the lost member comes back by itself, the run goes on by itself and nothing is recovered', async () => {
  const fakes = withLostQuorum();
  await withWorker(env, namedCluster('quorum-back'), fakes, async (install) => {
    const run = await install();
    await waitForStatus(run, ({ gates }) => gates.length > 0);
    fakes.quorum = { state: 'kept' };
    expect((await run.result()).outcome).toBe('installed');
    const { notices, gates, parked } = await waitForStatus(run, () => true);
    expect(notices?.map(({ text }) => text)).toContain('etcd has a quorum: what waited for it goes on');
    expect([gates, parked]).toEqual([[], []]);
  });
  expect(fakes.callsOf('recoverEtcd')).toHaveLength(0);
});

test('a retry looks again, and branches that fail meanwhile wait for the same answer', async () => {
  const fakes = withLostQuorum();
  fakes.on('joinWorker', 'w-1', async () => {
    while (fakes.quorum.state === 'kept') await pause(20);
    throw fatal('ApiServerUnavailable', 'joinWorker on w-1: no answer');
  });
  await withWorker(env, namedCluster('quorum-retry'), fakes, async (install) => {
    const run = await install();
    await waitForStatus(run, ({ gates }) => gates.length > 0);
    await run.executeUpdate(retryUpdate, { args: [{ node: QUORUM, who: 'ann' }] });
    const { parked } = await waitForStatus(run, ({ gates }) => gates.length > 0);
    expect(parked.map(({ node }) => node)).toEqual([QUORUM]);
    await run.executeUpdate(approveUpdate, { args: [approval] });
    expect((await run.result()).outcome).toBe('installed');
  });
  expect(fakes.callsOf('recoverEtcd')).toHaveLength(1);
  expect(fakes.callsOf('joinWorker', 'w-1')).toHaveLength(2);
});

test('an approval is void where something else is lost by then', async () => {
  const fakes = withLostQuorum();
  const more = { ...lost, recovery: { ...lost.recovery, digest: 'digest-2' } };
  await withWorker(env, namedCluster('quorum-changed'), fakes, async (install) => {
    const run = await install();
    await waitForStatus(run, ({ gates }) => gates.length > 0);
    fakes.quorum = more;
    await run.executeUpdate(approveUpdate, { args: [approval] });
    const { notices } = await waitForStatus(run, ({ gates }) => gates[0]?.digest === 'digest-2');
    expect(notices?.at(-1)?.text).toContain('that approval is void');
    await run.executeUpdate(approveUpdate, { args: [{ ...approval, digest: 'digest-2' }] });
    await run.result();
  });
  expect(fakes.callsOf('recoverEtcd').map(({ input }) => input['recovery'])).toEqual([more.recovery]);
});

test('a recovery that fails parks with its cause, and a retry goes on with it without another approval', async () => {
  const fakes = withLostQuorum();
  fakes.on('recoverEtcd', 'cp-1', () => {
    throw fatal('EtcdRecoveryFailed', 'no room for a copy', 'Make room.');
  });
  await withWorker(env, namedCluster('quorum-disk'), fakes, async (install) => {
    const run = await install();
    await waitForStatus(run, ({ gates }) => gates.length > 0);
    await run.executeUpdate(approveUpdate, { args: [approval] });
    const { gates } = await waitForStatus(run, ({ parked }) => parked[0]?.type === 'EtcdRecoveryFailed');
    expect(gates).toEqual([]);
    await run.executeUpdate(retryUpdate, { args: [{ node: QUORUM, who: 'ann' }] });
    expect((await run.result()).outcome).toBe('installed');
  });
  expect(fakes.callsOf('recoverEtcd')).toHaveLength(2);
});

test('a rejection ends the run with the cause, changes nothing and lets its nodes go', async () => {
  const fakes = withLostQuorum();
  await withWorker(env, namedCluster('quorum-rejected'), fakes, async (install) => {
    const run = await install();
    await waitForStatus(run, ({ gates }) => gates.length > 0);
    await run.executeUpdate(rejectUpdate, { args: [approval] });
    await expect(run.result()).rejects.toMatchObject({
      cause: { type: 'EtcdQuorumLost', message: expect.stringContaining('was rejected') as string },
    });
  });
  expect(fakes.callsOf('recoverEtcd')).toHaveLength(0);
  expect(fakes.callsOf('releaseNode')).toHaveLength(5);
});

test('an abort ends the wait', async () => {
  const fakes = withLostQuorum();
  await withWorker(env, namedCluster('quorum-abort'), fakes, async (install) => {
    const run = await install();
    await waitForStatus(run, ({ gates }) => gates.length > 0);
    await run.executeUpdate(abortUpdate, { args: [{ who: 'ann' }] });
    await expect(run.result()).rejects.toMatchObject({ cause: { type: 'Aborted' } });
  });
  expect(fakes.callsOf('releaseNode')).toHaveLength(5);
});

test('a run that may not wait fails at once', async () => {
  const fakes = withLostQuorum();
  const cluster = namedCluster('quorum-never', { policies: { onFailure: 'fail' } });
  await withWorker(env, cluster, fakes, async (install) => {
    await expect((await install()).result()).rejects.toMatchObject({ cause: { type: 'EtcdQuorumLost' } });
  });
});

test('a cluster that is found without a quorum is recovered before anything is planned, and its survivor let go', async () => {
  const fakes = new FakeActivities();
  fakes.quorum = lost;
  for (const node of ['cp-1', 'w-1', 'w-2']) fakes.joined.add(node);
  fakes.plan = (plan) => (fakes.quorum.state === 'kept' ? plan : { ...plan, isEtcdInDoubt: true });
  fakes.on('assessQuorum', undefined, watch(fakes), 100);
  const result = await withWorker(env, namedCluster('quorum-found'), fakes, async (install) => {
    const run = await install();
    await waitForStatus(run, ({ gates }) => gates.length > 0);
    expect(fakes.callsOf('claimNode')).toHaveLength(0);
    await run.executeUpdate(approveUpdate, { args: [approval] });
    return run.result();
  });
  expect(result.nodes.filter(({ membership }) => membership === 'join').map(({ name }) => name)).toEqual([
    'cp-2',
    'cp-3',
  ]);
  const names = fakes.calls.map(({ name }) => name);
  const recovered = names.indexOf('recoverEtcd');
  expect(names.slice(recovered - 1, recovered + 3)).toEqual(['claimNode', 'recoverEtcd', 'releaseNode', 'gatherFacts']);
});

test('a failure that no lost quorum can bring about does not ask etcd', async () => {
  const fakes = new FakeActivities();
  fakes.quorum = lost;
  fakes.on('installRuntime', 'w-2', () => {
    throw fatal('StepNotConverged', 'w-2: /var is full');
  });
  await withWorker(env, namedCluster('quorum-unasked'), fakes, async (install) => {
    const run = await install();
    await waitForStatus(run, ({ parked }) => parked.length > 0);
    await run.executeUpdate(retryUpdate, { args: [{ node: 'w-2', who: 'ann' }] });
    await run.result();
  });
  expect(fakes.callsOf('assessQuorum')).toHaveLength(0);
});
