import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { abortUpdate, retrySignal, retryUpdate, skipSignal, skipUpdate } from '../../src/workflows/messages';
import { fatal, FakeActivities } from '../fakes/activities';
import { namedCluster, refusalOf, waitForStatus, withWorker } from '../fakes/installs';
import { startTemporal } from '../fakes/temporal';

jest.setTimeout(120_000);

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startTemporal();
});
afterAll(() => env.teardown());

const diskFull = (): never => {
  throw fatal('StepNotConverged', 'w-2: /var is full', 'Free some space on w-2.');
};

test('a node that fails for good parks its branch with cause and fix, the rest goes on, and a retry mends it', async () => {
  const fakes = new FakeActivities();
  fakes.on('installRuntime', 'w-2', diskFull);
  const result = await withWorker(env, namedCluster('park-retry'), fakes, async (install) => {
    const run = await install();
    const status = await waitForStatus(run, ({ parked, nodes }) => parked.length > 0 && nodes['w-1']?.state === 'done');
    expect(status.health).toBe('parked');
    expect(status.parked).toMatchObject([
      { node: 'w-2', phase: 'runtime', cause: 'w-2: /var is full', fix: 'Free some space on w-2.' },
    ]);
    expect(status.nodes['w-2']).toMatchObject({ state: 'parked', phases: { prepare: 'done', runtime: 'parked' } });
    expect(status.waitsFor).toContain('slipway retry park-retry w-2 or slipway skip park-retry w-2');
    expect(fakes.callsOf('smokeTest')).toHaveLength(0);
    const after = await run.executeUpdate(retryUpdate, { args: [{ node: 'w-2', who: 'ann', why: 'freed 10 GB' }] });
    expect(after.notices?.at(-1)?.text).toBe('retry of w-2 by ann: freed 10 GB');
    return run.result();
  });
  expect(result.nodes.find(({ name }) => name === 'w-2')).toMatchObject({ membership: 'join' });
  expect(fakes.callsOf('installRuntime', 'w-2')).toHaveLength(2);
});

test('a node that has lost its claim, since its machine was replaced, is claimed anew when it is tried again', async () => {
  const fakes = new FakeActivities();
  fakes.on('joinWorker', 'w-2', () => {
    throw fatal('NodeNotClaimed', 'w-2: /var/lib/slipway/fence.json is missing');
  });
  await withWorker(env, namedCluster('park-replaced'), fakes, async (install) => {
    const run = await install();
    await waitForStatus(run, ({ parked }) => parked.length > 0);
    expect(fakes.callsOf('claimNode', 'w-2')).toHaveLength(1);
    await run.executeUpdate(retryUpdate, { args: [{ node: 'w-2', who: 'ann' }] });
    return run.result();
  });
  expect(fakes.callsOf('claimNode', 'w-2')).toHaveLength(2);
  expect(fakes.callsOf('prepareNode', 'w-2')).toHaveLength(2);
});

test('one that was lost, and is tried again as another machine, is claimed anew without a second question', async () => {
  const fakes = new FakeActivities();
  fakes.on('joinWorker', 'w-2', () => {
    throw fatal('NodeUnreachable', 'w-2 does not answer');
  });
  await withWorker(env, namedCluster('park-rebuilt'), fakes, async (install) => {
    const run = await install();
    await waitForStatus(run, ({ parked }) => parked.length > 0);
    fakes.on('joinWorker', 'w-2', () => {
      throw fatal('NodeNotClaimed', 'w-2: /var/lib/slipway/fence.json is missing');
    });
    await run.executeUpdate(retryUpdate, { args: [{ node: 'w-2', who: 'ann' }] });
    return run.result();
  });
  expect(fakes.callsOf('claimNode', 'w-2')).toHaveLength(2);
  expect(fakes.callsOf('prepareNode', 'w-2')).toHaveLength(3);
});

test('a worker may be skipped, and the cluster is finished and tested without it', async () => {
  const fakes = new FakeActivities();
  fakes.on('installRuntime', 'w-2', diskFull);
  const result = await withWorker(env, namedCluster('park-skip'), fakes, async (install) => {
    const run = await install();
    await waitForStatus(run, ({ parked }) => parked.length > 0);
    await run.signal(skipSignal, { node: 'w-2', who: 'ann' });
    return run.result();
  });
  expect(result.nodes.find(({ name }) => name === 'w-2')).toMatchObject({ skipped: true });
  expect(result.smokeTest?.nodes).toBe(4);
  expect(fakes.callsOf('waitNodesReady')[0]?.input['nodes']).toEqual(['cp-1', 'cp-2', 'cp-3', 'w-1']);
  expect(fakes.callsOf('releaseNode', 'w-2')).toHaveLength(1);
});

test('a control plane cannot be skipped, and what is not parked cannot be answered', async () => {
  const fakes = new FakeActivities();
  fakes.on('initControlPlane', 'cp-1', () => {
    throw fatal('KubeadmFailed', 'kubeadm init failed');
  });
  await withWorker(env, namedCluster('park-plane'), fakes, async (install) => {
    const run = await install();
    const status = await waitForStatus(run, ({ parked }) => parked.length > 0);
    expect(status.parked).toMatchObject([{ node: 'cp-1', phase: 'init' }]);
    expect(status.waitsFor).not.toContain('slipway skip');
    expect(await refusalOf(run.executeUpdate(skipUpdate, { args: [{ node: 'cp-1', who: 'ann' }] }))).toContain(
      'cp-1 is a control plane and cannot be skipped',
    );
    expect(await refusalOf(run.executeUpdate(retryUpdate, { args: [{ node: 'w-1', who: 'ann' }] }))).toContain(
      'w-1 is not parked; parked now: cp-1',
    );
    await run.signal(retrySignal, { nodes: 'cp-1' } as never);
    await waitForStatus(run, ({ notices }) => notices?.at(-1)?.text.includes('signal retry was not taken') ?? false);
    await run.executeUpdate(retryUpdate, { args: [{ node: 'cp-1', who: 'ann' }] });
    expect((await run.result()).outcome).toBe('installed');
  });
});

test('work on the cluster as a whole parks under its phase and is tried again', async () => {
  const fakes = new FakeActivities();
  fakes.on('smokeTest', undefined, () => {
    throw fatal('SmokeTestFailed', 'w-1 does not reach w-2 with full MTU');
  });
  await withWorker(env, namedCluster('park-cluster'), fakes, async (install) => {
    const run = await install();
    const status = await waitForStatus(run, ({ parked }) => parked.length > 0);
    expect(status.parked).toMatchObject([{ node: '@smoke-test', phase: 'smoke-test' }]);
    await run.executeUpdate(retryUpdate, { args: [{ node: '@smoke-test', who: 'ann' }] });
    expect((await run.result()).outcome).toBe('installed');
  });
});

test('an unhealthy etcd is looked at again until it is healthy', async () => {
  const fakes = new FakeActivities();
  fakes.on('etcdHealth', undefined, () => ({ members: [], healthy: false, problems: ['hashes differ'] }), 1);
  const result = await withWorker(env, namedCluster('etcd-late'), fakes, async (install) => (await install()).result());
  expect(result.etcd?.healthy).toBe(true);
  expect(fakes.callsOf('etcdHealth')).toHaveLength(2);
});

test('an abort of a run with a parked branch ends it and releases its nodes', async () => {
  const fakes = new FakeActivities();
  fakes.on('installRuntime', 'w-2', diskFull);
  await withWorker(env, namedCluster('park-abort'), fakes, async (install) => {
    const run = await install();
    await waitForStatus(run, ({ parked, nodes }) => parked.length > 0 && nodes['w-1']?.state === 'done');
    await run.executeUpdate(abortUpdate, { args: [{ who: 'ann', why: 'wrong machine' }] });
    await expect(run.result()).rejects.toMatchObject({
      cause: { type: 'Aborted', message: expect.stringContaining('aborted by ann: wrong machine') as string },
    });
  });
  expect(fakes.callsOf('releaseNode')).toHaveLength(5);
});

test('a run that another one has superseded ends at once, without asking anybody', async () => {
  const fakes = new FakeActivities();
  fakes.on('installRuntime', 'cp-3', () => {
    throw fatal('SupersededByRun', 'cp-3 is held by default/slipway/demo/run-2, epoch 7');
  });
  await withWorker(env, namedCluster('superseded'), fakes, async (install) => {
    await expect((await install()).result()).rejects.toMatchObject({
      cause: { type: 'SupersededByRun', message: expect.stringContaining('epoch 7') as string },
    });
  });
  expect(fakes.callsOf('smokeTest')).toHaveLength(0);
});

describe('the policies of the cluster file', () => {
  const noRoute = (): never => {
    throw fatal('NodeUnreachable', 'installRuntime on w-2: no route');
  };

  test('a parked branch says until when it waits, and fails the run when nobody answers', async () => {
    const fakes = new FakeActivities();
    fakes.on('installRuntime', 'w-2', noRoute);
    const cluster = namedCluster('park-deadline', { policies: { parkSeconds: 2 } });
    await withWorker(env, cluster, fakes, async (install) => {
      const run = await install();
      const { parked, waits } = await waitForStatus(run, (status) => status.parked.length > 0);
      const sinceMs = parked[0]?.sinceMs ?? 0;
      const deadline = { atMs: sinceMs + 2_000, outcome: 'the run fails' };
      expect(parked).toMatchObject([{ node: 'w-2', type: 'NodeUnreachable', deadline }]);
      expect(waits).toMatchObject([{ node: 'w-2', sinceMs, deadline }]);
      await expect(run.result()).rejects.toMatchObject({
        cause: {
          type: 'NodeUnreachable',
          message: 'installRuntime on w-2: no route (nobody answered within 2 s, spec.policies.parkSeconds)',
        },
      });
    });
    expect(fakes.callsOf('releaseNode')).toHaveLength(5);
  });

  test('a run that may not park fails at once, after what runs has ended', async () => {
    const fakes = new FakeActivities();
    fakes.on('installRuntime', 'w-2', noRoute);
    const preparation = fakes.keepOpen('prepareNode', 'cp-3');
    const cluster = namedCluster('park-never', { policies: { onFailure: 'fail' } });
    await withWorker(env, cluster, fakes, async (install) => {
      const run = await install();
      const { waits } = await waitForStatus(run, ({ health }) => health === 'stopping');
      expect(waits[0]?.text).toContain('Stops (installRuntime on w-2: no route)');
      preparation.letGo();
      await expect(run.result()).rejects.toMatchObject({ cause: { type: 'NodeUnreachable' } });
    });
    expect(fakes.callsOf('prepareNode', 'cp-3')[0]?.endedAtMs).toBeDefined();
    expect(fakes.callsOf('releaseNode')).toHaveLength(5);
    expect(fakes.callsOf('smokeTest')).toHaveLength(0);
  });

  test('a site without a worker is tried again by itself, and says when', async () => {
    const fakes = new FakeActivities();
    fakes.on('joinWorker', 'w-2', () => {
      throw fatal('NoWorker', 'no worker polls site dc2');
    });
    await withWorker(env, namedCluster('park-site'), fakes, async (install) => {
      const run = await install();
      const { parked } = await waitForStatus(run, (status) => status.parked.length > 0);
      const sinceMs = parked[0]?.sinceMs ?? 0;
      expect(parked[0]?.deadline).toEqual({ atMs: sinceMs + 60_000, outcome: 'it is tried again' });
      await run.executeUpdate(retryUpdate, { args: [{ node: 'w-2', who: 'ann' }] });
      expect((await run.result()).outcome).toBe('installed');
    });
  });
});
