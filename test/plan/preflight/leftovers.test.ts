import { listLeftovers } from '../../../src/plan/preflight/leftovers';
import { haCluster, nodeOf } from '../../fakes/clusters';
import { freshFacts } from '../../fakes/node-facts';

const leftoversOf = (...paths: readonly string[]) =>
  listLeftovers(freshFacts(nodeOf(haCluster(), 'cp-1'), { traces: paths.map((what) => ({ what })) }));

test('what other tools have in places that Kubernetes uses too is no leftover', () => {
  expect(leftoversOf('/etc/cni/net.d/10-own.conflist', '/var/lib/cni', '/var/log/pods')).toEqual([]);
});

test('beside what only Kubernetes has, it is', () => {
  expect(leftoversOf('/var/lib/cni', '/var/lib/kubelet')).toHaveLength(2);
});
