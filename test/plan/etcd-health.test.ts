import { etcdProblems, type EtcdMemberHealth } from '../../src/plan/etcd-health';

const member = (name: string, over: Partial<EtcdMemberHealth> = {}): EtcdMemberHealth => ({
  id: `id-${name}`,
  name,
  peerUrl: `https://${name}:2380`,
  endpoint: `https://${name}:2379`,
  isLearner: false,
  healthy: true,
  isLeader: name === 'cp-1',
  hashKv: '42',
  ...over,
});
const names = ['cp-1', 'cp-2', 'cp-3'];
const three = (over: Partial<EtcdMemberHealth> = {}) => [member('cp-1'), member('cp-2'), member('cp-3', over)];

describe('etcdProblems', () => {
  it('finds nothing wrong with three equal voters', () => {
    expect(etcdProblems(three(), names)).toEqual([]);
  });

  it.each([
    ['a learner', three({ isLearner: true }), /cp-3 is still a learner/],
    [
      'an endpoint that does not answer',
      three({ healthy: false, error: 'connection refused' }),
      /cp-3 is not healthy: connection refused/,
    ],
    ['data that differ', three({ hashKv: '43' }), /hold different data: 42, 43/],
    ['a control plane without a member', [member('cp-1'), member('cp-2')], /cp-3 has no etcd member/],
    ['a stale member', [...three(), member('cp-9')], /cp-9 \(id-cp-9\) belongs to no node/],
    [
      'a member that never started',
      [...three(), member('', { peerUrl: 'https://x:2380' })],
      /was added but never started/,
    ],
    ['no leader', three().map((each) => ({ ...each, isLeader: false })), /no member leads/],
  ])('names %s', (_, members, expected) => {
    expect(etcdProblems(members, names).join('\n')).toMatch(expected);
  });
});
