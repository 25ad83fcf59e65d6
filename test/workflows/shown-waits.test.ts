import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { SlipwayActivities } from '../../src/activities/contract';
import type { RunStatus, Wait } from '../../src/workflows/messages';
import type { WaitingStateName } from '../../src/workflows/waiting-states';
import { FakeActivities } from '../fakes/activities';
import { type InstallHandle, namedCluster, waitForStatus, withWorker } from '../fakes/installs';
import { startTemporal } from '../fakes/temporal';

jest.setTimeout(300_000);

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startTemporal();
});
afterAll(() => env.teardown());

/** The next activity of the name does not end before the function that is returned is called. */
function stall(fakes: FakeActivities, name: keyof SlipwayActivities, node?: string): () => void {
  let goOn: () => void = () => undefined;
  const released = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  fakes.on(name, node, () => released);
  return goOn;
}

const waitsIn = ({ waits }: RunStatus, state: WaitingStateName) => waits.filter((wait) => wait.state === state);

/** The wait once it is shown; what it says of the time is there. */
async function shown(run: InstallHandle, state: WaitingStateName): Promise<readonly Wait[]> {
  const waits = waitsIn(await waitForStatus(run, (status) => waitsIn(status, state).length > 0), state);
  for (const { sinceMs } of waits) expect(Math.abs(Date.now() - sinceMs)).toBeLessThan(120_000);
  return waits;
}

const gone = (run: InstallHandle, state: WaitingStateName) =>
  waitForStatus(run, (status) => waitsIn(status, state).length === 0);

test('a run says what its work waits for and since when, from the first control plane to the last node', async () => {
  const fakes = new FakeActivities();
  const endInit = stall(fakes, 'initControlPlane');
  const endIssue = stall(fakes, 'issueJoinMaterial');
  const endTurn = stall(fakes, 'joinEtcdMember');
  const endReady = stall(fakes, 'waitNodesReady');
  await withWorker(env, namedCluster('shown'), fakes, async (install) => {
    const run = await install();
    const [first] = await shown(run, 'firstControlPlane');
    expect(first).toMatchObject({ text: expect.stringContaining('first control plane, cp-1') as string });
    expect(first?.deadline).toBeUndefined();
    endInit();
    const materials = await shown(run, 'joinMaterial');
    expect(materials[0]).toMatchObject({ node: expect.any(String) as string, text: 'waits for join material' });
    endIssue();
    const [turn] = await shown(run, 'etcdTurn');
    expect(turn?.text).toMatch(/^waits for the etcd turn, which cp-[23] has$/);
    endTurn();
    const [ready] = await shown(run, 'nodesReady');
    expect(ready).toMatchObject({
      text: 'waits until 5 nodes are Ready',
      deadline: { atMs: (ready?.sinceMs ?? 0) + 600_000, outcome: 'it parks' },
    });
    endReady();
    await run.result();
    expect((await gone(run, 'nodesReady')).waits).toEqual([]);
  });
});

test('etcd that is not healthy is waited for since the first look, however often it is looked at', async () => {
  const fakes = new FakeActivities();
  const sick = { healthy: false, members: [], hashesAgree: true, problems: ['cp-2 does not answer'] };
  fakes.on('etcdHealth', undefined, () => sick, 3);
  await withWorker(env, namedCluster('sick'), fakes, async (install) => {
    const run = await install();
    const [first] = await shown(run, 'etcdHealth');
    expect(first).toMatchObject({ text: 'etcd is not healthy yet: cp-2 does not answer' });
    await waitForStatus(run, () => fakes.callsOf('etcdHealth').length > 1);
    const [later] = await shown(run, 'etcdHealth');
    expect([later?.sinceMs, later?.deadline]).toEqual([first?.sinceMs, first?.deadline]);
    await run.result();
  });
});

test('members of a live cluster that wait for their turn are told as one wait', async () => {
  const fakes = new FakeActivities();
  fakes.plan = (plan) => ({
    ...plan,
    liveControlPlanes: ['cp-1', 'cp-2', 'cp-3'],
    nodes: plan.nodes.map((node) => ({ ...node, membership: 'none', pendingSteps: ['runtime'] })),
  });
  const endFirst = stall(fakes, 'installRuntime');
  await withWorker(env, namedCluster('turns'), fakes, async (install) => {
    const run = await install();
    const [wait, ...others] = await shown(run, 'place');
    expect([wait?.text, others]).toEqual(['members of the live cluster wait for their turn: 1 at a time', []]);
    endFirst();
    await run.result();
    expect((await gone(run, 'place')).waits).toEqual([]);
  });
});
