import { drainNode } from '../../src/activities/drain-node';
import { haCluster } from '../fakes/clusters';
import { createFakeSession } from '../fakes/fake-session';
import { runActivityOn } from '../fakes/run-activity';

const fence = { clusterUid: 'uid', epoch: 1, holder: 'default/slipway/demo/run-1' };
const task = { cluster: haCluster(), fence, node: 'w-1', controlPlane: 'cp-1' };

test('a node is drained through its peer’s own API server, under the peer’s fence', async () => {
  const peer = createFakeSession('cp-1', [{ when: "'drain' 'w-1'", answer: '' }]);
  await runActivityOn({ 'cp-1': peer }, drainNode, task);
  expect(peer.scripts[0]).toContain("'--server' 'https://10.0.0.11:6443'");
  expect(peer.scripts[0]).toContain('require_fence');
});

test.each([
  ['v1.19.16', '--delete-local-data'],
  ['v1.20.15', '--delete-emptydir-data'],
])('pods with files of their own are ended by the flag that the kubectl of %s has', async (version, flag) => {
  const peer = createFakeSession('cp-1', [{ when: "'drain' 'w-1'", answer: '' }]);
  await runActivityOn({ 'cp-1': peer }, drainNode, { ...task, cluster: haCluster({ kubernetes: { version } }) });
  expect(peer.scripts[0]).toContain(`'${flag}'`);
});

test('pods that may not go are named, tried again, and told how to get past', async () => {
  const stderr =
    'error when evicting pods/"web-1" -n "default" (will retry after 5s): Cannot evict pod as it would violate the budget.';
  const peer = createFakeSession('cp-1', [{ when: 'drain', answer: { exitCode: 1, stderr } }]);
  await expect(runActivityOn({ 'cp-1': peer }, drainNode, task)).rejects.toMatchObject({
    type: 'DrainBlocked',
    nonRetryable: false,
    message: expect.stringMatching(
      /w-1 is not empty yet: default\/web-1: Cannot evict.*PodDisruptionBudgets.*--no-drain/s,
    ),
  });
});
