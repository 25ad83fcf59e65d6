import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { removeLearner } from '../../src/activities/remove-learner';
import { claimFence } from '../../src/remote/fence';
import { haCluster } from '../fakes/clusters';
import { afterInit, SimulatedNode } from '../fakes/simulated-kubeadm';

// Each test runs several hundred small processes.
jest.setTimeout(60_000);

const cluster = haCluster();
const fence = { clusterUid: 'uid', epoch: 1, holder: 'default/slipway/demo/run-1' };
const cp1 = { ID: '1', name: 'cp-1', peerURLs: ['https://10.0.0.11:2380'] };
const learner = { ID: '9', name: 'cp-3', peerURLs: ['https://10.0.0.13:2380'], isLearner: true };

let nodes: Readonly<Record<'cp-1' | 'cp-2', SimulatedNode>>;

beforeEach(async () => {
  nodes = { 'cp-1': new SimulatedNode(), 'cp-2': new SimulatedNode() };
  for (const node of Object.values(nodes)) {
    await node.run(`cp -R "$LOCAL_NODE/template/." "$LOCAL_NODE/root/"`);
    await claimFence(node, fence);
  }
});

afterEach(async () => {
  for (const node of Object.values(nodes)) await node.close();
});

function etcdSays(through: 'cp-1' | 'cp-2', ...members: unknown[]): void {
  nodes[through].setApi({
    ...afterInit,
    '/nodes/cp-3': { code: 404 },
    '/member/list': { body: { members } },
    '/member/remove': { body: { members: [cp1] } },
  });
}

function remove(): ReturnType<ReturnType<typeof removeLearner>> {
  const environment = new MockActivityEnvironment(
    { heartbeatTimeoutMs: 8000, activityType: 'removeLearner' },
    { logger: new DefaultLogger('ERROR', () => {}) },
  );
  const sessions = {
    get: async ({ node }: { readonly node: string }) => nodes[node as 'cp-1' | 'cp-2'].asSession(node),
    closeAll: async () => {},
  };
  const input = { cluster, fence, controlPlanes: ['cp-1', 'cp-2'], node: 'cp-3' };
  return environment.run(removeLearner({ sessions }), input);
}

test('the learner goes through the first control plane that answers', async () => {
  nodes['cp-1'].setApi({});
  etcdSays('cp-2', cp1, learner);
  await expect(remove()).resolves.toEqual({ removed: ['9'] });
});

test('a member that votes is left alone', async () => {
  etcdSays('cp-1', cp1, { ...learner, isLearner: false });
  await expect(remove()).resolves.toEqual({ removed: [] });
});

test('a run that another one has superseded removes nothing, through any control plane', async () => {
  await claimFence(nodes['cp-1'], { ...fence, epoch: 2 });
  etcdSays('cp-1', cp1, learner);
  etcdSays('cp-2', cp1, learner);
  await expect(remove()).rejects.toMatchObject({ type: 'SupersededByRun' });
});

test('without any control plane that answers it says so', async () => {
  await expect(remove()).rejects.toMatchObject({ type: 'EtcdUnhealthy' });
});
