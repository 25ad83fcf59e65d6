import { cgroups } from '../../../src/plan/preflight/cgroups';
import { haCluster, nodeOf } from '../../fakes/clusters';
import { freshFacts } from '../../fakes/node-facts';

const told = (version: string, cgroupVersion: 1 | 2) => {
  const cluster = haCluster({ kubernetes: { version } });
  const node = nodeOf(cluster, 'w-1');
  const facts = freshFacts(node, { cgroupVersion });
  return cgroups({
    cluster,
    node,
    facts,
    stage: 'new',
    imageDirectory: '/var/lib/containerd',
    supportedOs: { names: [], covers: () => true },
  }).map(({ id }) => id);
};

test.each<[string, 1 | 2, string[]]>([
  ['v1.17.4', 1, []],
  ['v1.18.20', 2, ['cgroup-v2']],
  ['v1.19.16', 2, []],
  ['v1.34.4', 1, []],
  ['v1.35.4', 1, ['cgroup-v1']],
  ['v1.35.4', 2, []],
])('the kubelet of %s on cgroup v%d is told %j', (version, cgroupVersion, ids) => {
  expect(told(version, cgroupVersion)).toEqual(ids);
});
