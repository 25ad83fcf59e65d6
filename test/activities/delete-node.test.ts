import { deleteNode } from '../../src/activities/delete-node';
import { haCluster } from '../fakes/clusters';
import { createFakeSession } from '../fakes/fake-session';
import { runActivityOn } from '../fakes/run-activity';

const fence = { clusterUid: 'uid', epoch: 1, holder: 'default/slipway/demo/run-1' };
const task = { cluster: haCluster(), fence, node: 'w-1', controlPlane: 'cp-1' };

test('the Node is deleted, and one that is gone already is no failure', async () => {
  const peer = createFakeSession('cp-1', [{ when: 'delete', answer: '' }]);
  await runActivityOn({ 'cp-1': peer }, deleteNode, task);
  expect(peer.scripts[0]).toContain("'delete' 'node' 'w-1' '--ignore-not-found'");
});
