import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Cluster } from '../../src/config/cluster';
import { abortUpdate, retryUpdate, skipUpdate } from '../../src/workflows/messages';
import { fatal } from '../fakes/activities';
import { namedCluster, startReset, waitForStatus, withWorker } from '../fakes/installs';
import { rendezvous } from '../fakes/rendezvous';
import { joinedFakes, listChanges, nodesOf, runReset } from '../fakes/resets';
import { startTemporal } from '../fakes/temporal';

jest.setTimeout(120_000);

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startTemporal();
});
afterAll(() => env.teardown());

test('a control plane leaves etcd and the lists of the others before its machine is touched, and etcd is looked at after', async () => {
  const cluster = namedCluster('reset-plane');
  const fakes = joinedFakes(cluster);
  const result = await runReset(env, cluster, fakes, { nodes: ['cp-1'] });
  expect(listChanges(fakes)).toEqual([
    'drainNode cp-1',
    'removeEtcdMember cp-1',
    'installLoadBalancer cp-2',
    'installLoadBalancer cp-3',
    'resetNode cp-1',
    'forgetNode cp-1',
    'deleteNode cp-1',
  ]);
  for (const { input } of fakes.callsOf('installLoadBalancer'))
    expect((input['cluster'] as Cluster).spec.nodes.map(({ name }) => name)).toEqual(['cp-2', 'cp-3']);
  expect(fakes.callsOf('etcdHealth')[0]?.input).toMatchObject({ controlPlanes: ['cp-2', 'cp-3'] });
  expect(result.etcd?.healthy).toBe(true);
});

test('nodes of a cluster that goes on leave one by one, and lists lose those that left before as well', async () => {
  const cluster = namedCluster('reset-two');
  const fakes = joinedFakes(cluster);
  fakes.on('resetNode', 'w-1', () => new Promise<void>((resolve) => setTimeout(resolve, 200)));
  await runReset(env, cluster, fakes, { nodes: ['cp-2', 'cp-3', 'w-1'] });
  const resets = fakes.callsOf('resetNode');
  expect(resets.map(({ node }) => node)).toEqual(['w-1', 'cp-2', 'cp-3']);
  for (const [index, { startedAtMs }] of resets.entries())
    expect(startedAtMs).toBeGreaterThanOrEqual(resets[index - 1]?.endedAtMs ?? 0);
  expect(
    fakes
      .callsOf('installLoadBalancer')
      .map(({ input }) => (input['cluster'] as Cluster).spec.nodes.map(({ name }) => name)),
  ).toEqual([['cp-1', 'cp-3'], ['cp-1']]);
});

test('a whole cluster needs no draining and nobody’s help: workers go side by side, the best control plane last', async () => {
  const cluster = namedCluster('reset-all');
  const fakes = joinedFakes(cluster);
  const [workers, planes] = [rendezvous(2), rendezvous(2)];
  fakes.on('resetNode', 'w-1', workers).on('resetNode', 'w-2', workers);
  fakes.on('resetNode', 'cp-1', planes).on('resetNode', 'cp-2', planes);
  const result = await runReset(env, cluster, fakes, {});
  expect(result).toMatchObject({ outcome: 'reset', scope: 'cluster' });
  expect(fakes.joined.size).toBe(0);
  expect(
    fakes
      .callsOf('resetNode')
      .map(({ node }) => node)
      .slice(-1),
  ).toEqual(['cp-3']);
  for (const name of [
    'drainNode',
    'removeEtcdMember',
    'installLoadBalancer',
    'deleteNode',
    'releaseNode',
    'etcdHealth',
  ] as const)
    expect(fakes.callsOf(name)).toEqual([]);
});

describe('what goes wrong', () => {
  test('parks the node; a retry begins with its first phase, and claims anew what was forgotten', async () => {
    const cluster = namedCluster('reset-parked');
    const fakes = joinedFakes(cluster);
    fakes.on('deleteNode', 'w-1', () => {
      throw fatal('ApiRequestRefused', 'not now');
    });
    const result = await runReset(env, cluster, fakes, { nodes: ['w-1'] }, async (reset) => {
      const { parked } = await waitForStatus(reset, (status) => status.parked.length > 0);
      expect(parked).toMatchObject([{ node: 'w-1', cause: expect.stringContaining('not now'), canSkip: true }]);
      await reset.executeUpdate(retryUpdate, { args: [{ node: 'w-1', who: 'ann' }] });
    });
    expect(result.nodes).toMatchObject([{ name: 'w-1', removed: ['what w-1 had'] }]);
    expect(fakes.callsOf('claimNode', 'w-1')).toHaveLength(2);
    expect(listChanges(fakes).slice(-4)).toEqual([
      'drainNode w-1',
      'resetNode w-1',
      'forgetNode w-1',
      'deleteNode w-1',
    ]);
  });

  test('on one node may be gone on without, and the result says so', async () => {
    const cluster = namedCluster('reset-skipped');
    const fakes = joinedFakes(cluster);
    fakes.on('resetNode', 'w-1', () => {
      throw fatal('NodeNotClean', 'the disk is read-only');
    });
    const result = await runReset(env, cluster, fakes, {}, async (reset) => {
      await waitForStatus(reset, (status) => status.parked.length > 0);
      await reset.executeUpdate(skipUpdate, { args: [{ node: 'w-1', who: 'ann' }] });
    });
    expect(result.nodes.find(({ name }) => name === 'w-1')).toEqual({ name: 'w-1', removed: [], left: 'skipped' });
    expect(result.nodes.filter(({ left }) => left === undefined)).toHaveLength(4);
    expect(fakes.callsOf('releaseNode').map(({ node }) => node)).toEqual(['w-1']);
  });

  test('a peer that has fallen silent is passed over', async () => {
    const cluster = namedCluster('reset-silent-peer');
    const fakes = joinedFakes(cluster);
    fakes.on('drainNode', undefined, () => {
      throw fatal('NodeUnreachable', 'no route');
    });
    const result = await runReset(env, cluster, fakes, { nodes: ['w-1'] });
    expect(result.outcome).toBe('reset');
    expect(fakes.callsOf('drainNode').map(({ input }) => input['controlPlane'])).toEqual(['cp-1', 'cp-2']);
  });

  test('a machine that does not answer is taken out of the cluster and left as it is', async () => {
    const cluster = namedCluster('reset-gone');
    const fakes = joinedFakes(cluster);
    fakes.resetPlan = (plan) => ({
      ...plan,
      nodes: plan.nodes.map((node) => ({ ...node, reachable: false, drains: false })),
    });
    const result = await runReset(env, cluster, fakes, { nodes: ['cp-3'] });
    expect(result.nodes).toEqual([{ name: 'cp-3', removed: [], left: 'unreachable' }]);
    expect(listChanges(fakes)).toEqual([
      'removeEtcdMember cp-3',
      'installLoadBalancer cp-1',
      'installLoadBalancer cp-2',
      'deleteNode cp-3',
    ]);
    expect(fakes.callsOf('claimNode', 'cp-3')).toEqual([]);
  });

  test('an abort lets what runs end, releases every node that is still held, and says how to go on', async () => {
    const cluster = namedCluster('reset-aborted');
    const fakes = joinedFakes(cluster);
    await withWorker(env, cluster, fakes, async () => {
      const reset = await startReset(env, cluster, {
        nodes: ['w-1', 'w-2'],
        approval: { digest: 'reset-w-1-w-2', who: 'ann' },
      });
      fakes.on('drainNode', 'w-2', async () => {
        await reset.executeUpdate(abortUpdate, { args: [{ who: 'ann' }] });
      });
      await expect(reset.result()).rejects.toMatchObject({
        cause: { type: 'Aborted', message: expect.stringContaining('reset again to go on') },
      });
    });
    expect(fakes.callsOf('resetNode').map(({ node }) => node)).toEqual(['w-1']);
    expect(nodesOf(fakes, 'releaseNode')).toEqual(['cp-1', 'cp-2', 'cp-3', 'w-2']);
  });
});
