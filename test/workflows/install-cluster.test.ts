import { WorkflowFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { JoinRequest } from '../../src/activities/contract';
import type { PreflightFinding } from '../../src/plan/preflight-finding';
import { type InstallResult, SEARCH_ATTRIBUTES, statusQuery } from '../../src/workflows/messages';
import { FakeActivities, type FakeCall, fatal } from '../fakes/activities';
import { namedCluster, pause, queueOf, withWorker } from '../fakes/installs';
import { rendezvous } from '../fakes/rendezvous';
import { startTemporal } from '../fakes/temporal';

jest.setTimeout(120_000);

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startTemporal();
});
afterAll(() => env.teardown());

const only = (calls: readonly FakeCall[]): FakeCall => {
  const [call] = calls;
  if (call === undefined || calls.length !== 1) throw new Error(`${calls.length} calls, wanted one`);
  return call;
};

const failureOf = async (result: Promise<unknown>): Promise<ApplicationFailure> => {
  const error = await result.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof WorkflowFailedError && error.cause instanceof ApplicationFailure) return error.cause;
  throw new Error(`no application failure: ${String(error)}`);
};

describe('a fresh cluster of three control planes and two workers', () => {
  const fakes = new FakeActivities();
  const cluster = namedCluster('fresh');
  let result: InstallResult;

  /** Whoever comes waits until all have come: what meets runs side by side, however busy the machine is. */
  beforeAll(async () => {
    const allNodes = rendezvous(5);
    const firstRuntime = rendezvous(2);
    const joins = rendezvous(4);
    const finishBesideEtcd = rendezvous(2);
    fakes.on('prepareNode', 'w-2', async () => {
      await allNodes();
      await firstRuntime();
    });
    fakes.on('prepareNode', undefined, allNodes, 4);
    fakes.on('installRuntime', 'cp-1', firstRuntime);
    fakes.on('prepareControlPlaneJoin', undefined, joins, 2);
    fakes.on('joinWorker', 'w-1', joins);
    fakes.on('applyCni', undefined, joins);
    fakes.on('joinEtcdMember', undefined, () => pause(100));
    fakes.on('joinEtcdMember', undefined, finishBesideEtcd);
    fakes.on('finishControlPlaneJoin', undefined, finishBesideEtcd);
    result = await withWorker(env, cluster, fakes, async (install) => (await install()).result());
  });

  test('ends installed, with what was done on each node and the proof that it works', () => {
    expect(result).toMatchObject({
      outcome: 'installed',
      clusterUid: 'uid-1',
      etcd: { healthy: true },
      smokeTest: { nodes: 5 },
      roundTrips: { 'cp-1': 1, 'w-2': 1 },
      nodes: [
        { name: 'cp-1', membership: 'init' },
        { name: 'cp-2', membership: 'join' },
        { name: 'cp-3', membership: 'join' },
        { name: 'w-1', membership: 'join' },
        { name: 'w-2', membership: 'join' },
      ],
    });
    expect(result.nodes.every(({ changedSteps }) => changedSteps.length >= 4)).toBe(true);
    expect(result.phases.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['facts', 'preflight', 'prepare', 'images', 'init', 'cni', 'join', 'smoke-test']),
    );
  });

  test('claims every node before it changes the first', () => {
    const claims = fakes.callsOf('claimNode');
    expect(claims).toHaveLength(5);
    const firstChange = Math.min(...fakes.callsOf('prepareNode').map(({ startedAtMs }) => startedAtMs));
    expect(Math.max(...claims.map(({ endedAtMs }) => endedAtMs ?? Infinity))).toBeLessThanOrEqual(firstChange);
  });

  test('prepares all nodes side by side, and does not let the slowest hold up the first control plane', () => {
    expect(fakes.callsOf('prepareNode')).toHaveLength(5);
    expect(only(fakes.callsOf('installRuntime', 'cp-1')).startedAtMs).toBeLessThan(
      only(fakes.callsOf('prepareNode', 'w-2')).endedAtMs ?? 0,
    );
  });

  test('sets up the load balancer on control planes only, before init', () => {
    expect(fakes.callsOf('installLoadBalancer').map(({ node }) => node)).toEqual(
      expect.arrayContaining(['cp-1', 'cp-2', 'cp-3']),
    );
    expect(fakes.callsOf('installLoadBalancer')).toHaveLength(3);
    const init = only(fakes.callsOf('initControlPlane'));
    expect(only(fakes.callsOf('installLoadBalancer', 'cp-1')).endedAtMs).toBeLessThanOrEqual(init.startedAtMs);
  });

  test('asks for join material only once the first control plane is up', () => {
    const up = only(fakes.callsOf('initControlPlane')).endedAtMs ?? Infinity;
    expect(fakes.callsOf('issueJoinMaterial').every(({ startedAtMs }) => startedAtMs >= up)).toBe(true);
    const asked = fakes.callsOf('issueJoinMaterial').flatMap(({ input }) => input['requests'] as JoinRequest[]);
    expect(asked.map(({ node }) => node).toSorted()).toEqual(['cp-2', 'cp-3', 'w-1', 'w-2']);
  });

  test('changes the etcd membership one node at a time, while the rest of the joins overlaps', () => {
    const [one, two, ...more] = fakes.callsOf('joinEtcdMember');
    expect(more).toEqual([]);
    expect(two?.startedAtMs).toBeGreaterThanOrEqual(one?.endedAtMs ?? Infinity);
    const finish = only(fakes.callsOf('finishControlPlaneJoin', one?.node));
    expect(finish.startedAtMs).toBeLessThan(two?.endedAtMs ?? 0);
  });

  test('joins workers and applies the pod network beside the control planes', () => {
    const [prepare] = fakes.callsOf('prepareControlPlaneJoin');
    for (const call of [only(fakes.callsOf('joinWorker', 'w-1')), only(fakes.callsOf('applyCni'))])
      expect(call.startedAtMs).toBeLessThan(prepare?.endedAtMs ?? 0);
  });

  test('tests the cluster last and releases every node after that', () => {
    const smoke = only(fakes.callsOf('smokeTest'));
    for (const name of ['etcdHealth', 'waitNodesReady', 'labelNodes', 'applyCni', 'retireJoinMaterial'] as const)
      expect(only(fakes.callsOf(name)).endedAtMs).toBeLessThanOrEqual(smoke.startedAtMs);
    const releases = fakes.callsOf('releaseNode');
    expect(releases.map(({ node }) => node)).toEqual(expect.arrayContaining(['cp-1', 'cp-2', 'cp-3', 'w-1', 'w-2']));
    expect(releases.every(({ startedAtMs }) => startedAtMs >= (smoke.endedAtMs ?? Infinity))).toBe(true);
  });

  test('shows every phase as done in its status and its search attributes', async () => {
    await withWorker(env, cluster, fakes, async () => {
      const handle = env.client.workflow.getHandle('slipway/fresh');
      const status = await handle.query(statusQuery);
      expect(status.health).toBe('done');
      expect(status.phases.map(({ state }) => state)).toEqual(status.phases.map(() => 'done'));
      expect(status.nodes['cp-2']).toMatchObject({ state: 'done', phases: { 'load-balancer': 'done', join: 'done' } });
      const { typedSearchAttributes } = await handle.describe();
      expect(typedSearchAttributes.get(SEARCH_ATTRIBUTES.health)).toBe('done');
    });
  });
});

test('a cluster that has everything is only looked at', async () => {
  const fakes = new FakeActivities();
  const cluster = namedCluster('noop');
  for (const { name } of cluster.spec.nodes) fakes.joined.add(name);
  const result = await withWorker(env, cluster, fakes, async (install) => (await install()).result());
  expect(result.outcome).toBe('nothing-to-do');
  expect(result.etcd?.healthy).toBe(true);
  expect([...new Set(fakes.calls.map(({ name }) => name))].toSorted()).toEqual([
    'etcdHealth',
    'gatherFacts',
    'planInstall',
    'waitNodesReady',
  ]);
});

test('join material that cannot be retired is left to expire, and the run says so', async () => {
  const fakes = new FakeActivities();
  fakes.on('retireJoinMaterial', undefined, () => {
    throw fatal('ApiRequestRefused', 'the API server refused');
  });
  const cluster = namedCluster('unretired');
  await withWorker(env, cluster, fakes, async (install) => {
    expect((await (await install()).result()).outcome).toBe('installed');
    const { notices } = await env.client.workflow.getHandle('slipway/unretired').query(statusQuery);
    expect(notices?.map(({ text }) => text)).toContainEqual(expect.stringContaining('is left to expire'));
  });
});

test('what an ended run has not let go of is claimed, proven and let go', async () => {
  const fakes = new FakeActivities();
  const cluster = namedCluster('ended');
  for (const { name } of cluster.spec.nodes) fakes.joined.add(name);
  fakes.plan = (plan) => ({
    ...plan,
    isNoop: false,
    liveControlPlanes: ['cp-1'],
    nodes: plan.nodes.map((node) => (node.node === 'w-2' ? { ...node, unreleased: true } : node)),
  });
  const result = await withWorker(env, cluster, fakes, async (install) => (await install()).result());
  expect(result.outcome).toBe('installed');
  expect(fakes.callsOf('prepareNode')).toEqual([]);
  for (const name of ['claimNode', 'releaseNode'] as const)
    expect(fakes.callsOf(name).map(({ node }) => node)).toEqual(expect.arrayContaining(['cp-1', 'w-2']));
  expect(fakes.callsOf('smokeTest')).toHaveLength(1);
});

test('a new worker joins a live cluster without touching the other nodes', async () => {
  const fakes = new FakeActivities();
  const cluster = namedCluster('grow');
  for (const name of ['cp-1', 'cp-2', 'cp-3', 'w-1']) fakes.joined.add(name);
  const result = await withWorker(env, cluster, fakes, async (install) => (await install()).result());
  expect(result.nodes.find(({ name }) => name === 'w-2')).toMatchObject({ membership: 'join' });
  expect(fakes.callsOf('prepareNode').map(({ node }) => node)).toEqual(['w-2']);
  expect(fakes.callsOf('initControlPlane')).toHaveLength(0);
  expect(only(fakes.callsOf('issueJoinMaterial')).input['issuers']).toEqual(['cp-1', 'cp-2', 'cp-3']);
  expect(fakes.callsOf('claimNode').map(({ node }) => node)).not.toContain('w-1');
});

test('nobody joins while a first control plane that answers already is still to be finished', async () => {
  const fakes = new FakeActivities();
  fakes.plan = (plan) => ({ ...plan, liveControlPlanes: ['cp-1'] });
  fakes.on('initControlPlane', 'cp-1', () => pause(500));
  await withWorker(env, namedCluster('half-done'), fakes, async (install) => (await install()).result());
  const up = only(fakes.callsOf('initControlPlane')).endedAtMs ?? Infinity;
  expect(fakes.callsOf('issueJoinMaterial').every(({ startedAtMs }) => startedAtMs >= up)).toBe(true);
});

test('findings that are yours to fix end the run with all of them, and nothing is changed', async () => {
  const fakes = new FakeActivities();
  const findings: PreflightFinding[] = ['cp-1', 'w-1'].map((node) => ({
    id: 'port-taken',
    node,
    message: 'port 6443 is held by nginx (pid 812)',
    fix: 'Stop nginx.',
    verdict: { kind: 'yours-to-fix' },
  }));
  fakes.plan = (plan) => ({ ...plan, findings });
  const failure = await withWorker(env, namedCluster('findings'), fakes, async (install) =>
    failureOf((await install()).result()),
  );
  expect(failure.type).toBe('PreflightFailed');
  expect(failure.message).toContain('cp-1: port 6443 is held by nginx (pid 812). Stop nginx.');
  expect(failure.details).toEqual([{ findings }]);
  expect([...new Set(fakes.calls.map(({ name }) => name))]).toEqual(['gatherFacts', 'planInstall']);
});

test('a run without search attributes does not touch them', async () => {
  const fakes = new FakeActivities();
  const cluster = namedCluster('plain');
  await withWorker(env, cluster, fakes, async () => {
    const handle = await env.client.workflow.start('installCluster', {
      workflowId: 'slipway/plain',
      taskQueue: queueOf(cluster),
      args: [{ cluster, clusterDigest: 'd' }],
    });
    await handle.result();
    expect((await handle.describe()).typedSearchAttributes.get(SEARCH_ATTRIBUTES.health)).toBeUndefined();
  });
});
