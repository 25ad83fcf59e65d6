import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { statusQuery } from '../../src/workflows/messages';
import { FakeActivities, fatal } from '../fakes/activities';
import { externalEtcdCluster } from '../fakes/clusters';
import { waitForStatus, withWorker } from '../fakes/installs';
import { rendezvous } from '../fakes/rendezvous';
import { startTemporal } from '../fakes/temporal';

jest.setTimeout(240_000);

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startTemporal();
});
afterAll(() => env.teardown());

const MEMBERS = ['etcd-1', 'etcd-2', 'etcd-3'];

const clusterNamed = (name: string) => ({ ...externalEtcdCluster(), metadata: { name } });

/** Plans as the product does: etcd's machines are to be members, and no Nodes. */
function fakesOf(): FakeActivities {
  const fakes = new FakeActivities();
  fakes.plan = (plan) => ({
    ...plan,
    etcd: MEMBERS,
    nodes: plan.nodes.map((node) => (MEMBERS.includes(node.node) ? { ...node, membership: 'etcd' } : node)),
  });
  return fakes;
}

const namesIn = (input: Readonly<Record<string, unknown>>) =>
  (input['cluster'] as { spec: { nodes: readonly { name: string }[] } }).spec.nodes.map(({ name }) => name);

test('etcd is brought up on its machines before the first control plane begins, and joins take no turns', async () => {
  const fakes = fakesOf();
  const together = rendezvous(2);
  fakes.on('joinEtcdMember', undefined, together, 2);
  const cluster = clusterNamed('external');
  const result = await withWorker(env, cluster, fakes, async (install) => (await install()).result());
  expect(result.outcome).toBe('installed');
  expect(result.nodes.slice(-3).map(({ membership }) => membership)).toEqual(['etcd', 'etcd', 'etcd']);
  const [raised] = fakes.callsOf('installExternalEtcd');
  const [begun] = fakes.callsOf('initControlPlane');
  expect(raised?.input['controlPlanes']).toEqual(['cp-1']);
  expect(raised?.endedAtMs ?? Infinity).toBeLessThan(begun?.startedAtMs ?? 0);
  for (const member of MEMBERS) {
    const own = fakes.calls.filter(({ node, name }) => node === member && name !== 'releaseNode');
    expect(own.map(({ name }) => name)).toEqual(['claimNode', 'prepareNode']);
    expect(own.at(-1)?.endedAtMs ?? Infinity).toBeLessThan(raised?.startedAtMs ?? 0);
  }
  for (const name of ['labelNodes', 'smokeTest'] as const)
    expect(namesIn(fakes.callsOf(name)[0]?.input ?? {})).toEqual(['cp-1', 'cp-2', 'cp-3', 'w-1', 'w-2']);
  expect(fakes.callsOf('waitNodesReady')[0]?.input['nodes']).toEqual(['cp-1', 'cp-2', 'cp-3', 'w-1', 'w-2']);
});

test('where etcd cannot be brought up its phase parks, the first control plane waits, and a retry goes on', async () => {
  const fakes = fakesOf();
  const why = 'etcd has no quorum: 1 of 3 nodes hold the data of a member';
  fakes.on('installExternalEtcd', undefined, () => {
    throw fatal('EtcdUnhealthy', why, 'Bring them back.');
  });
  const cluster = clusterNamed('external-parked');
  await withWorker(env, cluster, fakes, async (install) => {
    const handle = await install();
    const status = await waitForStatus(handle, ({ parked }) => parked.length > 0);
    expect(status.parked).toMatchObject([{ node: '@etcd', phase: 'etcd', cause: expect.stringContaining(why) }]);
    const waiting = await waitForStatus(handle, ({ waits }) => waits.some(({ state }) => state === 'externalEtcd'));
    expect(waiting.waits.find(({ state }) => state === 'externalEtcd')).toMatchObject({ node: 'cp-1' });
    expect(fakes.callsOf('initControlPlane')).toHaveLength(0);
    await handle.signal('retry', { node: '@etcd', who: 'a person' });
    expect((await handle.result()).outcome).toBe('installed');
    const { phases } = await handle.query(statusQuery);
    expect(phases.find(({ name }) => name === 'etcd')?.state).toBe('done');
  });
});

describe('API servers that ask etcd elsewhere than the file says', () => {
  const PLANES = ['cp-1', 'cp-2', 'cp-3'];

  /** cp-3 and the workers are still to join. */
  function fakesOfMoved(apiServers: readonly string[]): FakeActivities {
    const fakes = new FakeActivities();
    for (const name of ['cp-1', 'cp-2']) fakes.joined.add(name);
    fakes.plan = (plan) => ({
      ...plan,
      etcd: MEMBERS,
      apiServers,
      nodes: plan.nodes.map((node) => (MEMBERS.includes(node.node) ? { ...node, membership: 'none' } : node)),
      isNoop: false,
    });
    return fakes;
  }

  test('restart one after the other, once etcd is up and before anything joins', async () => {
    const fakes = fakesOfMoved(['cp-1', 'cp-2']);
    const cluster = clusterNamed('external-moved');
    const result = await withWorker(env, cluster, fakes, async (install) => (await install()).result());
    expect(result.outcome).toBe('installed');
    const [raised] = fakes.callsOf('installExternalEtcd');
    const updates = fakes.callsOf('updateApiServer');
    expect(raised?.input['controlPlanes']).toEqual(['cp-1', 'cp-2']);
    expect(updates.map(({ node }) => node)).toEqual(['cp-1', 'cp-2']);
    const [first, second] = updates;
    expect(raised?.endedAtMs ?? Infinity).toBeLessThan(first?.startedAtMs ?? 0);
    expect(first?.endedAtMs ?? Infinity).toBeLessThan(second?.startedAtMs ?? 0);
    for (const join of [...fakes.callsOf('prepareControlPlaneJoin'), ...fakes.callsOf('joinWorker')])
      expect(second?.endedAtMs ?? Infinity).toBeLessThan(join.startedAtMs);
    expect(PLANES.every((name) => fakes.joined.has(name))).toBe(true);
  });

  test('park where one does not come back, with the others as they were, and go on after a retry', async () => {
    const fakes = fakesOfMoved(['cp-1', 'cp-2']);
    const why = 'the API server of cp-1 is not ready';
    fakes.on('updateApiServer', 'cp-1', () => {
      throw fatal('ApiServerUnavailable', why, 'Look at it.');
    });
    const cluster = clusterNamed('external-moved-parked');
    await withWorker(env, cluster, fakes, async (install) => {
      const handle = await install();
      const status = await waitForStatus(handle, ({ parked }) => parked.length > 0);
      expect(status.parked).toMatchObject([{ node: '@etcd', phase: 'etcd', cause: expect.stringContaining(why) }]);
      expect(fakes.callsOf('updateApiServer', 'cp-2')).toHaveLength(0);
      const waiting = await waitForStatus(handle, ({ waits }) => waits.some(({ state }) => state === 'apiServers'));
      expect(waiting.waits.filter(({ state }) => state === 'apiServers').map(({ node }) => node)).toContain('cp-3');
      await handle.signal('retry', { node: '@etcd', who: 'a person' });
      expect((await handle.result()).outcome).toBe('installed');
      expect(fakes.callsOf('updateApiServer').map(({ node }) => node)).toEqual(['cp-1', 'cp-1', 'cp-2']);
      expect(fakes.callsOf('installExternalEtcd')).toHaveLength(1);
    });
  });
});
