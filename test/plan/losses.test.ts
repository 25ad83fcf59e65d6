import { describeRetired, listLosses, listTraces } from '../../src/plan/losses';
import { haCluster, nodeOf } from '../fakes/clusters';
import { initialized } from '../fakes/kubeadm-states';
import { freshFacts } from '../fakes/node-facts';

const node = nodeOf(haCluster(), 'cp-1');
const traces = [
  { what: '/etc/kubernetes/pki' },
  { what: '/var/lib/etcd' },
  { what: 'every container of Kubernetes', detail: '14' },
];

test('what a wipe removes is told with the facts that make it worth a thought', () => {
  expect(listLosses(freshFacts(node, { kubeadm: initialized, traces }))).toEqual([
    '/etc/kubernetes/pki (11 certificate or key pairs)',
    `/var/lib/etcd (running, 1 member(s), data of cluster ${initialized.clusterUid})`,
    'every container of Kubernetes (14)',
  ]);
});

test('data of an etcd that does not run, and of no cluster that answers, is told as that', () => {
  const { members: _members, clusterUid: _uid, ...kubeadm } = initialized;
  expect(listLosses(freshFacts(node, { kubeadm, traces: [{ what: '/var/lib/etcd' }] }))).toEqual([
    '/var/lib/etcd (not running)',
  ]);
});

test('facts from before traces were looked for have none', () => {
  const { traces: _traces, ...facts } = freshFacts(node);
  expect(listTraces(facts)).toEqual([]);
});

test('what a step takes out of the cluster is told by what becomes of it', () => {
  const pending = (kind: 'unit' | 'absent' | 'hosts', subject: string) =>
    ({ kind, subject, state: 'pending', disruption: 'none' }) as const;
  expect(
    describeRetired({
      pending: [
        pending('unit', 'keepalived.service'),
        pending('absent', '/etc/keepalived/keepalived.conf'),
        pending('hosts', '/etc/hosts'),
      ],
    }),
  ).toEqual([
    'keepalived.service (stopped and disabled)',
    '/etc/keepalived/keepalived.conf',
    'the names of the nodes in /etc/hosts',
  ]);
});
