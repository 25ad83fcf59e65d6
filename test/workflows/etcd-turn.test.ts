import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { EtcdTurn } from '../../src/workflows/etcd-turn';
import { retryUpdate } from '../../src/workflows/messages';
import { RunBoard } from '../../src/workflows/run-board';
import { FakeActivities } from '../fakes/activities';
import { namedCluster, pause, waitForStatus, withWorker } from '../fakes/installs';
import { startTemporal } from '../fakes/temporal';

jest.setTimeout(120_000);

describe('the queue', () => {
  const setUp = (sane = true) => {
    const granted: string[] = [];
    const board = new RunBoard('demo', 'digest', () => undefined);
    const door = {
      alive: new Set(['a', 'b', 'c']),
      sane,
      grant: async (node: string) => {
        if (door.alive.has(node)) granted.push(node);
        return door.alive.has(node);
      },
      isMembershipSane: async () => door.sane,
    };
    return { turn: new EtcdTurn(board, door), granted, door };
  };

  test('gives the turn to one node after the other, in the order of asking', async () => {
    const { turn, granted } = setUp();
    for (const node of ['a', 'b', 'c', 'b']) await turn.request(node);
    expect(granted).toEqual(['a']);
    await turn.giveBack('a', true);
    await turn.giveBack('a', true);
    expect(granted).toEqual(['a', 'b']);
    await turn.giveBack('b', true);
    expect(granted).toEqual(['a', 'b', 'c']);
  });

  test('ignores a turn given back by a node that does not hold it', async () => {
    const { turn, granted } = setUp();
    await turn.request('a');
    await turn.request('b');
    await turn.giveBack('b', true);
    expect(granted).toEqual(['a']);
  });

  test('passes over a node whose workflow is no more', async () => {
    const { turn, granted, door } = setUp();
    door.alive.delete('b');
    for (const node of ['a', 'b', 'c']) await turn.request(node);
    await turn.giveBack('a', true);
    expect(granted).toEqual(['a', 'c']);
  });

  test('passes on after a holder that died when the member list is sane', async () => {
    const { turn, granted } = setUp();
    for (const node of ['a', 'b']) await turn.request(node);
    await turn.childClosed('a');
    expect(granted).toEqual(['a', 'b']);
  });

  test('waits for a holder that died with its member unfinished, and lets only that one mend it', async () => {
    const { turn, granted, door } = setUp(false);
    for (const node of ['a', 'b']) await turn.request(node);
    await turn.childClosed('a');
    await turn.request('c');
    expect(granted).toEqual(['a']);
    door.sane = true;
    await turn.request('a');
    expect(granted).toEqual(['a', 'a']);
    await turn.giveBack('a', true);
    expect(granted).toEqual(['a', 'a', 'b']);
  });
});

describe('in an install', () => {
  let env: TestWorkflowEnvironment;
  beforeAll(async () => {
    env = await startTemporal();
  });
  afterAll(() => env.teardown());

  /** Installs while the workflow of the first holder of the turn is terminated during its etcd join. */
  async function terminateHolder(name: string, fakes: FakeActivities, isSane: boolean): Promise<string[]> {
    let holder: string | undefined;
    fakes.on('joinEtcdMember', undefined, async ({ node }) => {
      holder = node;
      if (!isSane) fakes.etcd = { members: [learner(node ?? '')] };
      await env.client.workflow.getHandle(`slipway/${name}/${node}`).terminate('test');
      await pause(500);
    });
    await withWorker(env, namedCluster(name), fakes, async (install) => {
      const run = await install();
      const status = await waitForStatus(run, ({ parked }) => parked.length > 0, 30_000);
      expect(status.parked).toMatchObject([{ node: holder, cause: "the node's workflow was terminated" }]);
      if (!isSane) {
        await waitForStatus(
          run,
          ({ notices }) => notices?.some(({ text }) => text.includes('the turn waits')) ?? false,
        );
        await pause(300);
        expect(fakes.callsOf('joinEtcdMember')).toHaveLength(1);
        fakes.etcd = {};
      } else await waitForStatus(run, () => fakes.callsOf('finishControlPlaneJoin').length > 0);
      await run.executeUpdate(retryUpdate, { args: [{ node: holder ?? '', who: 'ann' }] });
      expect((await run.result()).outcome).toBe('installed');
    });
    return fakes.callsOf('joinEtcdMember').map(({ node }) => node ?? '');
  }

  const learner = (node: string) => ({
    id: '1',
    name: node,
    peerUrl: 'https://10.0.0.12:2380',
    isLearner: true,
    endpoint: 'https://10.0.0.12:2379',
    healthy: false,
  });

  test('a node whose workflow dies with the turn gives it to the next when etcd is sane', async () => {
    const joins = await terminateHolder('turn-sane', new FakeActivities(), true);
    expect(joins).toHaveLength(3);
    expect(joins[1]).not.toBe(joins[0]);
  });

  test('a node that leaves a learner behind keeps the turn until it is retried', async () => {
    const joins = await terminateHolder('turn-insane', new FakeActivities(), false);
    expect(joins).toHaveLength(3);
    expect(joins[1]).toBe(joins[0]);
  });
});
