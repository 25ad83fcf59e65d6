import { removePodNetwork } from '../../src/activities/remove-pod-network';
import { readRecord } from '../../src/remote/pod-network/record';
import { haCluster } from '../fakes/clusters';
import { createFakeSession } from '../fakes/fake-session';
import { runActivityOn } from '../fakes/run-activity';

const fence = { clusterUid: 'uid', epoch: 1, holder: 'default/slipway/demo/run-1' };
const network = {
  name: 'calico-operator',
  backend: 'vxlan',
  objects: ['v1 Namespace tigera-operator', 'apps/v1 Deployment tigera-operator/tigera-operator'],
  digest: 'd1',
};
const input = { cluster: haCluster({ cni: { name: 'flannel' } }), fence, controlPlane: 'cp-1', network };

test('the record says first that it is not whole, and the end is when no agent runs any more', async () => {
  const said: string[] = [];
  const pods = ['calico-system   calico-node-1   w-1   DaemonSet   calico-node\n', ''];
  const session = createFakeSession('cp-1', [
    {
      when: "'create'",
      answer: (_script, { stdin = '' }) => {
        said.push(`record ${JSON.stringify(readRecord(JSON.parse(String(stdin))))}`);
        return {};
      },
    },
    {
      when: "'delete'",
      answer: () => {
        said.push('delete');
        return { stdout: 'one deleted\ntwo deleted\n' };
      },
    },
    { when: "'get' 'pods'", answer: () => ({ stdout: `kube-system x w-1 DaemonSet other\n${pods.shift() ?? ''}` }) },
    { when: "'get'", answer: '' },
  ]);
  await expect(runActivityOn({ 'cp-1': session }, removePodNetwork, input)).resolves.toEqual({ removed: 2 });
  const { digest: _, ...half } = network;
  expect(said).toEqual([
    `record ${JSON.stringify({ name: half.name, objects: half.objects, backend: half.backend })}`,
    'delete',
  ]);
  expect(pods).toEqual([]);
});
