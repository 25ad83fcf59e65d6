import { catalog } from '../../src/catalog/catalog';
import type { JoinMaterial } from '../../src/activities/contract';
import { driveWorkerJoin } from '../../src/activities/join-worker';
import type { KubeadmNode } from '../../src/activities/kubeadm-node';
import { materialPurpose } from '../../src/activities/open-material';
import { createSealKeyPair, seal } from '../../src/activities/seal';
import { claimFence } from '../../src/remote/fence';
import { fingerprintCa } from '../../src/remote/probe/read-kubernetes';
import { haCluster, nodeOf } from '../fakes/clusters';
import { SimulatedNode } from '../fakes/simulated-kubeadm';

// Each test runs several hundred small processes.
jest.setTimeout(60_000);

const cluster = haCluster({ patience: { apiServerSeconds: 1 } });
const fence = { clusterUid: 'uid', epoch: 1, holder: 'default/slipway/demo/run-1' };
const registered = { '/nodes/w-1': { body: { rows: [{ cells: ['w-1', 'NotReady', '<none>', '1m', 'v1.34.4'] }] } } };

let node: SimulatedNode;
let material: JoinMaterial;

beforeEach(async () => {
  node = new SimulatedNode();
  node.addCommand('sleep', ':');
  node.setNextApi(registered);
  await claimFence(node, fence);
  const { publicKey, privateKey } = createSealKeyPair();
  node.put('../run/join-request.key', privateKey);
  const caHash = fingerprintCa(node.template('/etc/kubernetes/pki/ca.crt'));
  material = {
    epoch: 1,
    issuer: 'cp-1',
    tokenExpiresAt: '2999-01-01T00:00:00.000Z',
    certificateKeyExpiresAt: '1970-01-01T00:00:00.000Z',
    sealed: seal(JSON.stringify({ token: 'abcdef.0123456789abcdef', caHash }), publicKey, materialPurpose('w-1', 1)),
  };
});

afterEach(() => node.close());

const onWorker = (): KubeadmNode => ({
  cluster,
  node: nodeOf(cluster, 'w-1'),
  catalog,
  fence,
  session: node.asSession('w-1'),
  signal: new AbortController().signal,
  report: () => {},
  openSession: () => Promise.reject(new Error('a worker joins without asking another node')),
  operate: async ({ script }) => {
    const { exitCode, stdout, stderr } = await node.run(script);
    return { exitCode, tail: `${stdout}${stderr}` };
  },
});

test('an untouched node joins once, and its own kubelet sees it in the API', async () => {
  expect(await driveWorkerJoin(onWorker(), material)).toEqual({ move: 'join' });
  expect({ runs: node.runs, config: node.configOf(1) }).toMatchObject({
    runs: 1,
    config: expect.not.stringContaining('localAPIEndpoint'),
  });
});

test('a node that has joined is not joined again', async () => {
  await driveWorkerJoin(onWorker(), material);
  expect(await driveWorkerJoin(onWorker(), material)).toEqual({ move: 'none' });
  expect(node.runs).toBe(1);
});

test('a kubelet that has not registered yet is waited for, not joined again', async () => {
  node.setNextApi({ '/nodes/w-1': { code: 404 } });
  node.hook(
    'after',
    1,
    `echo 'mkdir -p "$LOCAL_NODE/api"; cp "$LOCAL_NODE"/later/* "$LOCAL_NODE/api/"' >"$LOCAL_NODE/bin/sleep"`,
  );
  node.put('../later/+nodes+w-1', `200\n${JSON.stringify(registered['/nodes/w-1'].body)}\n`);
  expect(await driveWorkerJoin(onWorker(), material)).toEqual({ move: 'join' });
  expect(node.runs).toBe(1);
});

test('a node that is seen by who waits for it and not by who looks next is joined once, and waits for the API server', async () => {
  node.setNextApi({ '/nodes/w-1': {} });
  await expect(driveWorkerJoin(onWorker(), material)).rejects.toMatchObject({ type: 'ApiServerUnavailable' });
  node.setApi(registered);
  expect(await driveWorkerJoin(onWorker(), material)).toEqual({ move: 'none' });
  expect(node.runs).toBe(1);
});

test('a kubelet that does not stay up is named, though the API server has the node', async () => {
  await driveWorkerJoin(onWorker(), material);
  node.addCommand('systemctl', 'case "$*" in *is-active*) echo activating; exit 3 ;; esac');
  await expect(driveWorkerJoin(onWorker(), material)).rejects.toMatchObject({
    type: 'KubeadmFailed',
    message: expect.stringContaining('does not stay up'),
  });
  expect(node.runs).toBe(1);
});

test('a node that never registers fails with where to look', async () => {
  node.setNextApi({ '/nodes/w-1': { code: 404 } });
  await expect(driveWorkerJoin(onWorker(), material)).rejects.toMatchObject({
    type: 'KubeadmFailed',
    message: expect.stringContaining('journalctl -u kubelet'),
  });
});
