import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { EtcdTurn } from '../../src/workflows/etcd-turn';
import { retryUpdate } from '../../src/workflows/messages';
import { RunBoard } from '../../src/workflows/run-board';
import { fatal, FakeActivities } from '../fakes/activities';
import { namedCluster, pause, waitForStatus, withWorker } from '../fakes/installs';
import { startTemporal } from '../fakes/temporal';

jest.setTimeout(120_000);

describe('the queue', () => {
  const setUp = (isSane = true) => {
    const etcd = { isSane, canRemove: false };
    const board = new RunBoard('demo', 'digest', () => undefined);
    const door = {
      isMembershipSane: async () => etcd.isSane,
      removeLearner: async () => {
        etcd.isSane ||= etcd.canRemove;
        return etcd.canRemove;
      },
    };
    return { turn: new EtcdTurn(board, door), etcd };
  };

  test('gives the turn to one node after the other, in the order of asking', async () => {
    const { turn } = setUp();
    for (const node of ['a', 'b', 'c']) turn.request(node);
    const holders = [turn.holder];
    while (turn.holder !== undefined) {
      await turn.giveBack(true);
      holders.push(turn.holder);
    }
    expect(holders).toEqual(['a', 'b', 'c', undefined]);
  });

  test('passes over a node that does not want it any more', async () => {
    const { turn } = setUp();
    for (const node of ['a', 'b', 'c']) turn.request(node);
    turn.leave('b');
    await turn.giveBack(true);
    expect(turn.holder).toBe('c');
  });

  test('passes on after a holder that did not join when the member list is sane', async () => {
    const { turn } = setUp();
    for (const node of ['a', 'b']) turn.request(node);
    await turn.giveBack(false);
    expect(turn.holder).toBe('b');
  });

  test('passes on after a holder that left a learner once that is removed', async () => {
    const { turn, etcd } = setUp(false);
    etcd.canRemove = true;
    for (const node of ['a', 'b']) turn.request(node);
    await turn.giveBack(false);
    expect([turn.holder, turn.keptFor]).toEqual(['b', undefined]);
  });

  test('waits for a holder whose unfinished member cannot be removed, and lets only that one mend it', async () => {
    const { turn, etcd } = setUp(false);
    for (const node of ['a', 'b']) turn.request(node);
    await turn.giveBack(false);
    turn.request('c');
    expect([turn.holder, turn.keptFor]).toEqual([undefined, 'a']);
    etcd.isSane = true;
    turn.request('a');
    expect(turn.holder).toBe('a');
    await turn.giveBack(true);
    expect([turn.holder, turn.keptFor]).toEqual(['b', undefined]);
  });
});

describe('in an install', () => {
  let env: TestWorkflowEnvironment;
  beforeAll(async () => {
    env = await startTemporal();
  });
  afterAll(() => env.teardown());

  /** What the first holder leaves in etcd. */
  type Left = 'nothing' | 'learner' | 'stuck learner';

  /** Installs while the first holder of the turn fails in its etcd join. */
  async function failHolder(name: string, fakes: FakeActivities, left: Left): Promise<string[]> {
    if (left === 'stuck learner')
      fakes.on('removeLearner', undefined, () => {
        throw fatal('EtcdUnhealthy', 'no control plane can be asked');
      });
    let holder = '';
    fakes.on('joinEtcdMember', undefined, ({ node = '' }) => {
      holder = node;
      if (left !== 'nothing') fakes.etcd = { members: [learner(node)] };
      throw fatal('KubeadmFailed', `${node}: etcd-join failed`);
    });
    await withWorker(env, namedCluster(name), fakes, async (install) => {
      const run = await install();
      const status = await waitForStatus(run, ({ parked }) => parked.length > 0);
      expect(status.parked).toMatchObject([{ node: holder, phase: 'join', cause: `${holder}: etcd-join failed` }]);
      if (left !== 'stuck learner') await waitForStatus(run, () => fakes.callsOf('finishControlPlaneJoin').length > 0);
      else {
        const { waits } = await waitForStatus(run, (seen) => seen.waits.some(({ text }) => text.includes('etcd turn')));
        const other = holder === 'cp-2' ? 'cp-3' : 'cp-2';
        expect(waits).toContainEqual({
          node: other,
          state: 'etcdTurn',
          text: expect.stringContaining('waits for the etcd turn') as string,
          sinceMs: expect.any(Number) as number,
        });
        await pause(300);
        expect(fakes.callsOf('joinEtcdMember')).toHaveLength(1);
        fakes.etcd = {};
      }
      await run.executeUpdate(retryUpdate, { args: [{ node: holder, who: 'ann' }] });
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

  test('a node that fails with the turn gives it to the next when etcd is sane', async () => {
    const joins = await failHolder('turn-sane', new FakeActivities(), 'nothing');
    expect(joins).toHaveLength(3);
    expect(joins[1]).not.toBe(joins[0]);
  });

  test('a node that leaves a learner behind loses it, and the next one has the turn', async () => {
    const fakes = new FakeActivities();
    const joins = await failHolder('turn-learner', fakes, 'learner');
    expect(joins[1]).not.toBe(joins[0]);
    expect(fakes.callsOf('removeLearner').map(({ node }) => node)).toEqual([joins[0]]);
  });

  test('a node whose learner cannot be removed keeps the turn until it is retried', async () => {
    const joins = await failHolder('turn-insane', new FakeActivities(), 'stuck learner');
    expect(joins).toHaveLength(3);
    expect(joins[1]).toBe(joins[0]);
  });
});
