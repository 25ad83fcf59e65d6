import { runtimeVersion } from '../../../src/plan/preflight/runtime-version';
import { haCluster, nodeOf } from '../../fakes/clusters';
import { debianAlone, freshFacts } from '../../fakes/node-facts';

function found(version: string, containerd: string | undefined, runtime: object = { install: 'package' }): string[] {
  const cluster = haCluster({ kubernetes: { version }, runtime });
  const node = nodeOf(cluster, 'cp-1');
  const facts = freshFacts(node, { versions: containerd === undefined ? {} : { containerd } });
  const machine = { imageDirectory: '/var/lib/containerd', supportedOs: debianAlone };
  return runtimeVersion({ cluster, node, facts, stage: 'new', ...machine }).map(({ message }) => message);
}

test.each([
  ['v1.22.17', '2.1.4', 'it goes with v1.23 or newer'],
  ['v1.28.2', '1.5.18', 'it goes with v1.25 or older'],
  ['v1.28.2', '1.4.13', 'it is older than any that is known here'],
])('Kubernetes %s is not put beside a packaged containerd %s', (version, containerd, why) => {
  expect(found(version, containerd)).toEqual([
    `containerd ${containerd} is installed and does not go with Kubernetes ${version}: ${why}`,
  ]);
});

test.each([
  ['v1.22.17', '1.6.20'],
  ['v1.34.4', '2.1.4'],
  ['v1.34.4', undefined],
])('Kubernetes %s goes with a packaged containerd %s', (version, containerd) => {
  expect(found(version, containerd)).toEqual([]);
});

test('what is to be replaced is not judged', () => {
  expect(found('v1.22.17', '2.1.4', {})).toEqual([]);
  expect(found('v1.22.17', '2.1.4', { install: 'package', version: '1.6.20' })).toEqual([]);
});
