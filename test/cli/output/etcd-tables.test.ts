import { renderEtcdTables } from '../../../src/cli/output/etcd-tables';

const member = {
  id: '8e9e05c52164694d',
  name: 'cp-1',
  peerUrl: 'https://10.0.0.1:2380',
  isLearner: false,
  endpoint: 'https://10.0.0.1:2379',
  healthy: true,
  tookMs: 4.25,
  version: '3.6.16',
  dbSizeBytes: 3_400_000,
  isLeader: true,
  raftTerm: 3,
  raftIndex: 1234,
  hashKv: 'c0ffee',
};

test('health and status of every endpoint are shown as etcdctl does', () => {
  const silent = {
    id: '2',
    name: 'cp-2',
    peerUrl: '',
    isLearner: true,
    endpoint: 'https://10.0.0.2:2379',
    healthy: false,
    error: 'no answer',
  };
  const lines = renderEtcdTables({
    members: [member, silent],
    healthy: false,
    problems: ['member cp-2 is still a learner'],
  });
  expect(lines).toEqual([
    '+-----------------------+--------+--------+-----------+',
    '| ENDPOINT              | HEALTH | TOOK   | ERROR     |',
    '+-----------------------+--------+--------+-----------+',
    '| https://10.0.0.1:2379 | true   | 4.3 ms |           |',
    '| https://10.0.0.2:2379 | false  |        | no answer |',
    '+-----------------------+--------+--------+-----------+',
    '+-----------------------+--------+------------------+---------+---------+-----------+------------+-----------+------------+--------+',
    '| ENDPOINT              | MEMBER | ID               | VERSION | DB SIZE | IS LEADER | IS LEARNER | RAFT TERM | RAFT INDEX | HASH   |',
    '+-----------------------+--------+------------------+---------+---------+-----------+------------+-----------+------------+--------+',
    '| https://10.0.0.1:2379 | cp-1   | 8e9e05c52164694d | 3.6.16  | 3.4 MB  | true      | false      | 3         | 1234       | c0ffee |',
    '| https://10.0.0.2:2379 | cp-2   | 2                |         |         |           | true       |           |            |        |',
    '+-----------------------+--------+------------------+---------+---------+-----------+------------+-----------+------------+--------+',
    'problem: member cp-2 is still a learner',
  ]);
});
