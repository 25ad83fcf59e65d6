import { type EtcdLook, type EtcdView, judgeQuorum, type LostQuorum } from '../../src/plan/lost-quorum';
import { haCluster } from '../fakes/clusters';

const cluster = haCluster();
const member = (index: number, isLearner = false) => ({
  id: `a${index}`,
  name: `cp-${index}`,
  peerUrl: `https://10.0.0.1${index}:2380`,
  isLearner,
});
const view = (index: number, count: number, rest: Partial<EtcdView> = {}): EtcdView => ({
  memberId: `a${index}`,
  members: Array.from({ length: count }, (_, each) => member(each + 1)),
  raftTerm: 2,
  raftIndex: 100,
  ...rest,
});
const answers = (index: number, count: number, rest: Partial<EtcdView> = {}): EtcdLook => ({
  node: `cp-${index}`,
  hasData: true,
  view: view(index, count, rest),
});
const silent = (index: number, rest: Partial<EtcdLook> = {}): EtcdLook => ({
  node: `cp-${index}`,
  silence: 'no route to host',
  ...rest,
});

function judgeLost(looks: readonly EtcdLook[]): LostQuorum {
  const verdict = judgeQuorum(cluster, looks);
  if (verdict.state !== 'lost') throw new Error(`judged ${verdict.state}`);
  return verdict;
}
const wordsOf = ({ cause, fix, losses }: LostQuorum) =>
  [cause, fix, ...losses.flatMap(({ node, items }) => items.map((item) => `${node}: ${item}`))].join('\n');

test.each<readonly [string, readonly EtcdLook[], 'kept' | 'lost' | 'unknown']>([
  ['all of three answer', [answers(1, 3), answers(2, 3), answers(3, 3)], 'kept'],
  ['two of three answer and elect', [answers(1, 3), answers(2, 3), silent(3)], 'kept'],
  ['one of three answers', [answers(1, 3), silent(2), silent(3)], 'lost'],
  ['one of two answers', [answers(1, 2), silent(2), silent(3)], 'lost'],
  [
    'one of two answers and follows a leader that only SSH does not reach',
    [answers(1, 2, { leaderId: 'a2' }), silent(2)],
    'kept',
  ],
  ['the only member answers', [answers(1, 1), silent(2)], 'kept'],
  ['two of four answer', [answers(1, 4), answers(2, 4), silent(3)], 'lost'],
  ['nobody answers', [silent(1), silent(2), silent(3)], 'unknown'],
  [
    'only a learner answers',
    [answers(3, 0, { members: [member(1), member(2), member(3, true)] }), silent(1), silent(2)],
    'unknown',
  ],
  ['a learner is no voter', [answers(1, 0, { members: [member(1), member(2, true)] }), silent(2)], 'kept'],
])('where %s', (_, looks, state) => {
  expect(judgeQuorum(cluster, looks).state).toBe(state);
});

test('the survivor is the one that knows the newest write, a later term before a longer log', () => {
  const looks = [answers(1, 5, { raftIndex: 300 }), answers(2, 5, { raftTerm: 3 }), silent(3)];
  expect(judgeLost(looks).recovery).toMatchObject({
    survivor: 'cp-2',
    memberId: 'a2',
    removed: [{ node: 'cp-1' }, { node: 'cp-3' }, { node: 'cp-4' }, { node: 'cp-5' }],
  });
});

test('the digest is of what is given up, not of what changes from look to look', () => {
  const digestOf = (looks: readonly EtcdLook[]) => judgeLost(looks).recovery.digest;
  const first = digestOf([answers(1, 2), silent(2)]);
  expect(digestOf([answers(1, 2, { raftIndex: 999, lastWriteAtMs: 5 }), silent(2, { silence: 'timeout' })])).toBe(
    first,
  );
  expect(digestOf([answers(1, 3), silent(2), silent(3)])).not.toBe(first);
});

test('of two members the survivor has every write but those of the last moment', () => {
  const words = wordsOf(judgeLost([answers(1, 2, { lastWriteAtMs: 0 }), silent(2)]));
  expect(words).toContain(
    'of 2 voting members 1 answers (cp-1); cp-2 does not (no route to host); last written at 1970-01-01T00:00:00.000Z',
  );
  expect(words).toContain('Bring cp-2 back with the data that was there, which loses nothing');
  expect(words).toContain(
    'cp-1: writes are kept as far as cp-1 knows them to be agreed on (raft index 100); of those in the last moment',
  );
  expect(words).toContain('cp-2: its etcd member a2 and its Node are removed');
  expect(words).toContain('cp-2: it must never start again with the data that it has');
  expect(words).not.toContain('are lost');
});

test('of three members the survivor may lack what the two others agreed on', () => {
  const words = wordsOf(judgeLost([answers(1, 3), silent(2), silent(3)]));
  expect(words).toContain('those that only the other members held are lost: 2 of 3 could agree without it');
});

test('a machine that is new, one that still has its data, one that answers and one that the file does not name are told apart', () => {
  const members = [1, 2, 3, 4, 5].map((index) => member(index));
  const looks = [answers(1, 5, { members }), answers(2, 5, { members, raftIndex: 90 }), silent(3, { hasData: true })];
  const words = wordsOf(judgeLost([...looks, silent(4, { hasData: false })]));
  expect(words).toContain('cp-2: cp-2 answers, and is cut off: wipe it, then install it again');
  expect(words).toContain('cp-3: the machine answers and still has its data: mend etcd there instead');
  expect(words).toContain('cp-4: the machine there is new: it joins again by itself');
  expect(words).toContain('cp-5 is not in the cluster file');
});

test('a member that never started is named by the node of its address', () => {
  const members = [member(1), member(2), { ...member(3, true), name: '' }];
  expect(judgeLost([answers(1, 3, { members }), silent(2)]).recovery.removed).toEqual([
    { id: 'a2', node: 'cp-2', isLearner: false },
    { id: 'a3', node: 'cp-3', isLearner: true },
  ]);
});

test('a recovery that was cut off is offered again as it was approved, whatever etcd says by now', () => {
  const { recovery } = judgeLost([answers(1, 2), silent(2)]);
  const verdict = judgeLost([
    { node: 'cp-1', hasData: true, begun: recovery, silence: 'etcd does not answer' },
    silent(2),
  ]);
  expect(verdict.recovery).toEqual(recovery);
  expect(verdict.cause).toContain('has begun and not come to its end');
});
