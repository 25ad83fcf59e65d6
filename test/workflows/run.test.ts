import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { abortSignal, abortUpdate } from '../../src/workflows/messages';
import { FakeActivities } from '../fakes/activities';
import { namedCluster, waitForStatus, withWorker } from '../fakes/installs';
import { startTemporal } from '../fakes/temporal';

jest.setTimeout(120_000);

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startTemporal();
});
afterAll(() => env.teardown());

test.each([
  ['update', 'aborted-update'],
  ['signal', 'aborted-signal'],
])('an abort by %s ends the run with who and why', async (way, name) => {
  const fakes = new FakeActivities();
  const init = fakes.keepOpen('initControlPlane');
  await withWorker(env, namedCluster(name), fakes, async (install) => {
    const run = await install();
    await init.begun;
    const answer = { who: 'ann', why: 'wrong rack' };
    if (way === 'update') await run.executeUpdate(abortUpdate, { args: [answer] });
    else await run.signal(abortSignal, answer);
    await waitForStatus(run, ({ health }) => health === 'stopping');
    init.letGo();
    await expect(run.result()).rejects.toMatchObject({
      cause: { type: 'Aborted', message: expect.stringContaining('aborted by ann: wrong rack') as string },
    });
  });
  expect(fakes.callsOf('releaseNode')).toHaveLength(5);
});

test('a run that was terminated outright is installed again by the next one, which waits for its nodes', async () => {
  const fakes = new FakeActivities();
  const preparation = fakes.keepOpen('prepareNode', 'cp-1');
  const result = await withWorker(env, namedCluster('again'), fakes, async (install) => {
    const first = await install();
    await preparation.begun;
    await first.terminate('test');
    const second = await install();
    const { waits } = await waitForStatus(second, (status) => status.waits.length > 0);
    expect(waits).toMatchObject([{ node: 'cp-1', text: 'waits for an earlier workflow slipway/again/cp-1 to end' }]);
    preparation.letGo();
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
