import { hasQuorum, refuseRemoval, type Voter } from '../../src/plan/quorum';

const voter = (number: number, changes: Partial<Voter> = {}): Voter => ({
  id: `a${number}`,
  name: `cp-${number}`,
  peerUrl: `https://10.0.0.1${number}:2380`,
  isLearner: false,
  healthy: true,
  ...changes,
});
const dead = { healthy: false };
const refuse = (members: readonly Voter[], number: number) => refuseRemoval(members, voter(number).peerUrl);

test.each<[string, readonly Voter[], number, string | undefined]>([
  ['one of three healthy ones may go', [voter(1), voter(2), voter(3)], 1, undefined],
  ['one of two may go: the other decides alone', [voter(1), voter(2)], 2, undefined],
  ['a dead one of three may go', [voter(1), voter(2), voter(3, dead)], 3, undefined],
  [
    'a healthy one of three may not go while another is dead',
    [voter(1), voter(2), voter(3, dead)],
    2,
    'etcd would lose its quorum: 1 of the 2 members that stay are healthy (not cp-3)',
  ],
  [
    'nobody may go while most are dead, not even one of the dead',
    [voter(1), voter(2, dead), voter(3, dead)],
    3,
    'etcd has no quorum: 1 of 3 members are healthy (not cp-2, cp-3)',
  ],
  [
    'a dead one of two has to come back first',
    [voter(1), voter(2, dead)],
    2,
    'etcd has no quorum: 1 of 2 members are healthy (not cp-2)',
  ],
  ['the last one may not go', [voter(1)], 1, 'it is the last member of etcd'],
  ['a learner has no vote to lose', [voter(1), voter(2, { isLearner: true, healthy: false })], 2, undefined],
  ['whoever is no member has nothing to lose', [voter(1, dead)], 4, undefined],
  ['two of five may be dead', [voter(1), voter(2), voter(3), voter(4, dead), voter(5, dead)], 5, undefined],
])('%s', (_, members, number, refusal) => {
  expect(refuse(members, number)).toBe(refusal);
});

test('learners are not counted for a quorum', () => {
  expect(hasQuorum([voter(1), voter(2, { isLearner: true, healthy: false })])).toBe(true);
  expect(hasQuorum([voter(1, dead), voter(2, { isLearner: true })])).toBe(false);
});
