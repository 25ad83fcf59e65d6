import type { NodeFacts } from '../../../src/plan/facts';
import { cgroupDriver } from '../../../src/plan/preflight/cgroup-driver';
import type { NodeStage } from '../../../src/plan/preflight/rule';
import { nodeOf, singleCluster } from '../../fakes/clusters';
import { freshFacts } from '../../fakes/node-facts';

interface Case {
  readonly drivers: NonNullable<NodeFacts['cgroupDrivers']>;
  readonly stage?: NodeStage;
  readonly wanted?: 'systemd' | 'cgroupfs';
}

function verdicts({ drivers, stage = 'new', wanted = 'systemd' }: Case): string[] {
  const cluster = singleCluster({ runtime: { cgroupDriver: wanted } });
  const node = nodeOf(cluster, 'solo');
  const supportedOs = { names: [], covers: () => true };
  const facts = freshFacts(node, { cgroupDrivers: drivers });
  const found = cgroupDriver({ cluster, node, facts, stage, supportedOs, imageDirectory: '/var/lib/containerd' });
  return found.map(({ verdict }) => verdict.kind);
}

const runtime = (driver: 'systemd' | 'cgroupfs', runningContainers: number) => ({
  runtime: { driver, runningContainers },
});

test.each<[string, Case, string[]]>([
  ['agree', { drivers: { kubelet: 'systemd', ...runtime('systemd', 9) }, stage: 'member' }, []],
  ['differ in a runtime with nothing in it', { drivers: runtime('cgroupfs', 0) }, ['repaired']],
  ['differ under containers that run', { drivers: runtime('cgroupfs', 3) }, ['yours-to-fix']],
  ['differ in a run that was cut off', { drivers: runtime('cgroupfs', 3), stage: 'ours' }, ['repaired']],
  [
    'would change under the pods of a member',
    { drivers: { kubelet: 'systemd', ...runtime('systemd', 9) }, stage: 'member', wanted: 'cgroupfs' },
    ['yours-to-fix'],
  ],
  [
    'are put back where a member’s runtime has left its kubelet',
    { drivers: { kubelet: 'systemd', ...runtime('cgroupfs', 9) }, stage: 'member' },
    ['repaired'],
  ],
])('cgroup drivers that %s', (_, drivers, wanted) => {
  expect(verdicts(drivers)).toEqual(wanted);
});
