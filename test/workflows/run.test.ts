import { CancelledFailure } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { abortSignal, abortUpdate } from '../../src/workflows/messages';
import { FakeActivities } from '../fakes/activities';
import { namedCluster, pause, waitForStatus, withWorker } from '../fakes/installs';
import { startTemporal } from '../fakes/temporal';

jest.setTimeout(120_000);

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startTemporal();
});
afterAll(() => env.teardown());

/** An init that runs to its end whatever is asked of it, and tells when it has begun. */
function longInit(fakes: FakeActivities): Promise<void> {
  return new Promise((began) => {
    fakes.on('initControlPlane', undefined, async () => {
      began();
      await pause(2_500);
    });
  });
}

test('a cancelled run starts nothing new, waits for what runs, and releases its nodes', async () => {
  const fakes = new FakeActivities();
  const began = longInit(fakes);
  await withWorker(env, namedCluster('cancelled'), fakes, async (install) => {
    const run = await install();
    await began;
    await run.cancel();
    const status = await waitForStatus(run, ({ waitsFor }) => waitsFor !== undefined);
    expect(status.waitsFor).toContain('operations that still run');
    await expect(run.result()).rejects.toMatchObject({ cause: expect.any(CancelledFailure) as CancelledFailure });
    const { status: ended } = await run.describe();
    expect(ended.name).toBe('CANCELLED');
    const child = await env.client.workflow.getHandle('slipway/cancelled/cp-2').describe();
    expect(child.status.name).toBe('CANCELLED');
  });
  const [init] = fakes.callsOf('initControlPlane');
  expect(init?.endedAtMs).toBeDefined();
  expect(fakes.callsOf('issueJoinMaterial')).toHaveLength(0);
  expect(fakes.callsOf('applyCni')).toHaveLength(0);
  const releases = fakes.callsOf('releaseNode');
  expect(releases).toHaveLength(5);
  expect(releases.every(({ startedAtMs }) => startedAtMs >= (init?.endedAtMs ?? Infinity))).toBe(true);
});

test.each([
  ['update', 'aborted-update'],
  ['signal', 'aborted-signal'],
])('an abort by %s ends the run with who and why', async (way, name) => {
  const fakes = new FakeActivities();
  const began = longInit(fakes);
  await withWorker(env, namedCluster(name), fakes, async (install) => {
    const run = await install();
    await began;
    const answer = { who: 'ann', why: 'wrong rack' };
    if (way === 'update') await run.executeUpdate(abortUpdate, { args: [answer] });
    else await run.signal(abortSignal, answer);
    await expect(run.result()).rejects.toMatchObject({
      cause: { type: 'Aborted', message: expect.stringContaining('aborted by ann: wrong rack') as string },
    });
  });
  expect(fakes.callsOf('releaseNode')).toHaveLength(5);
});

test('a run that was terminated outright is installed again by the next one, which waits for its nodes', async () => {
  const fakes = new FakeActivities();
  const began = longInit(fakes);
  const result = await withWorker(env, namedCluster('again'), fakes, async (install) => {
    const first = await install();
    await began;
    await first.terminate('test');
    const second = await install();
    await waitForStatus(second, ({ nodes }) => nodes['cp-1']?.note?.includes('waits for an earlier workflow') ?? false);
    return second.result();
  });
  expect(result.outcome).toBe('installed');
});

test('workflows run on a worker without a cache: nothing lives in memory only', async () => {
  const fakes = new FakeActivities();
  const result = await withWorker(env, namedCluster('uncached'), fakes, async (install) => (await install()).result(), {
    maxCachedWorkflows: 0,
  });
  expect(result.outcome).toBe('installed');
});
