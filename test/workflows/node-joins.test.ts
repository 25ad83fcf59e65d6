import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { JoinRequest } from '../../src/activities/contract';
import { fatal, FakeActivities } from '../fakes/activities';
import { namedCluster, waitForStatus, withWorker } from '../fakes/installs';
import { statusQuery } from '../../src/workflows/messages';
import { startTemporal } from '../fakes/temporal';

jest.setTimeout(120_000);

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startTemporal();
});
afterAll(() => env.teardown());

/** Issues of material that is for the node, alone or with others. */
const issuesFor = (fakes: FakeActivities, node: string) =>
  fakes
    .callsOf('issueJoinMaterial')
    .filter(({ input }) => (input['requests'] as JoinRequest[]).some((request) => request.node === node));

const stale = (): never => {
  throw fatal('JoinMaterialStale', 'the certificate does not decrypt');
};

test('stale join material is issued again past its epoch, and the run says so', async () => {
  const fakes = new FakeActivities();
  fakes.on('joinWorker', 'w-1', stale, 1);
  await withWorker(env, namedCluster('stale-worker'), fakes, async (install) => {
    const run = await install();
    const status = await waitForStatus(run, ({ notices }) => (notices ?? []).length > 0);
    expect(status.notices?.[0]?.text).toContain('w-1: join material of epoch 1 from cp-1 is stale and is issued again');
    await run.result();
    const { notices = [] } = await run.query(statusQuery);
    expect(notices.map(({ text }) => text)).toContain(
      'join material of epoch 2 from cp-1 was issued for w-1: the epoch before was no longer good',
    );
  });
  const issues = issuesFor(fakes, 'w-1');
  expect(issues.map(({ input }) => input['rejectEpoch'])).toEqual([undefined, 1]);
  expect(fakes.callsOf('requestJoin').map(({ node }) => node)).toEqual(['w-1']);
});

test('material that goes stale at the etcd turn is issued again without stopping the other joins', async () => {
  const fakes = new FakeActivities();
  fakes.on('joinEtcdMember', 'cp-2', stale, 1);
  const result = await withWorker(env, namedCluster('stale-plane'), fakes, async (install) =>
    (await install()).result(),
  );
  expect(result.outcome).toBe('installed');
  expect(fakes.callsOf('prepareControlPlaneJoin', 'cp-2')).toHaveLength(2);
  expect(fakes.callsOf('joinEtcdMember')).toHaveLength(3);
});

test('material is asked to live as long as half of its life allows', async () => {
  const fakes = new FakeActivities();
  const cluster = namedCluster('short-life', { joinMaterial: { tokenTtlSeconds: 60, certificateKeyTtlSeconds: 20 } });
  await withWorker(env, cluster, fakes, async (install) => (await install()).result());
  expect(issuesFor(fakes, 'w-1')[0]?.input['minimumValiditySeconds']).toBe(30);
  expect(issuesFor(fakes, 'cp-2')[0]?.input['minimumValiditySeconds']).toBe(10);
});

test('nodes that can join at the same time are issued material together, workers and control planes apart', async () => {
  const fakes = new FakeActivities();
  const init = fakes.keepOpen('initControlPlane');
  await withWorker(env, namedCluster('together'), fakes, async (install) => {
    const run = await install();
    await waitForStatus(run, ({ nodes }) => {
      const ready = Object.values(nodes).filter(({ note }) => note === 'waits for the first control plane');
      return ready.length === 4;
    });
    init.letGo();
    return run.result();
  });
  const issues = fakes.callsOf('issueJoinMaterial').map(({ input }) => ({
    forControlPlane: input['forControlPlane'],
    nodes: (input['requests'] as JoinRequest[]).map(({ node }) => node).toSorted(),
  }));
  expect(issues).toEqual(
    expect.arrayContaining([
      { forControlPlane: true, nodes: ['cp-2', 'cp-3'] },
      { forControlPlane: false, nodes: ['w-1', 'w-2'] },
    ]),
  );
  expect(issues).toHaveLength(2);
  expect(fakes.callsOf('requestJoin')).toHaveLength(0);
});

test('a join whose material is never good parks instead of asking for ever', async () => {
  const fakes = new FakeActivities();
  fakes.on('joinWorker', 'w-1', stale, 5);
  await withWorker(env, namedCluster('never-good'), fakes, async (install) => {
    const run = await install();
    const { parked } = await waitForStatus(run, (status) => status.parked.length > 0);
    expect(parked).toMatchObject([{ node: 'w-1', phase: 'join', cause: 'the certificate does not decrypt' }]);
    await run.cancel();
    await expect(run.result()).rejects.toThrow();
  });
  expect(issuesFor(fakes, 'w-1')).toHaveLength(5);
});
