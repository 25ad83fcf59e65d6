import { catalog } from '../../src/catalog/catalog';
import { writeFileSync } from 'node:fs';
import type { JoinMaterial } from '../../src/activities/contract';
import { driveEtcdJoin, driveFinishJoin, drivePrepareJoin } from '../../src/activities/drive-control-plane-join';
import type { KubeadmNode } from '../../src/activities/kubeadm-node';
import { materialPurpose } from '../../src/activities/open-material';
import { createSealKeyPair, seal } from '../../src/activities/seal';
import { claimFence } from '../../src/remote/fence';
import { fingerprintCa } from '../../src/remote/probe/read-kubernetes';
import { haCluster, nodeOf } from '../fakes/clusters';
import { afterInit, type Answers, SimulatedNode } from '../fakes/simulated-kubeadm';

// Each test runs several hundred small processes.
jest.setTimeout(60_000);

const cluster = haCluster({ patience: { apiServerSeconds: 1 } });
const fence = { clusterUid: 'uid', epoch: 1, holder: 'default/slipway/demo/run-1' };
const secrets = { token: 'abcdef.0123456789abcdef', certificateKey: 'c0ffee00'.repeat(8) };

const cp1 = { ID: '1', name: 'cp-1', peerURLs: ['https://10.0.0.11:2380'] };
const cp2 = { ID: '2', name: 'cp-2', peerURLs: ['https://10.0.0.12:2380'] };
const table = (status: string) => ({ rows: [{ cells: ['cp-2', status, 'control-plane', '1m', 'v1.34.4'] }] });
const seenByPeer = (...members: unknown[]): Answers => ({
  ...afterInit,
  '/nodes/cp-2': { code: 404 },
  '/member/list': { body: { members } },
});

let peer: SimulatedNode;
let joiner: SimulatedNode;
let material: JoinMaterial;
let reports: string[];

beforeEach(async () => {
  [peer, joiner, reports] = [new SimulatedNode(), new SimulatedNode(), []];
  joiner.addCommand('sleep', ':');
  joiner.setNextApi({ ...seenByPeer(cp1, cp2), '/nodes/cp-2': { body: table('NotReady') } });
  await peer.run(`cp -R "$LOCAL_NODE/template/." "$LOCAL_NODE/root/"`);
  peer.setApi(seenByPeer(cp1));
  await claimFence(peer, fence);
  material = issue();
});

afterEach(async () => {
  await peer.close();
  await joiner.close();
});

/** Material sealed to a key that is on the joiner's tmpfs. */
function issue(changes: Partial<JoinMaterial> = {}): JoinMaterial {
  const { publicKey, privateKey } = createSealKeyPair();
  joiner.put('../run/join-request.key', privateKey);
  const caHash = fingerprintCa(joiner.template('/etc/kubernetes/pki/ca.crt'));
  return {
    epoch: 1,
    issuer: 'cp-1',
    tokenExpiresAt: '2999-01-01T00:00:00.000Z',
    certificateKeyExpiresAt: '2999-01-01T00:00:00.000Z',
    sealed: seal(JSON.stringify({ ...secrets, caHash }), publicKey, materialPurpose('cp-2', 1)),
    ...changes,
  };
}

function onJoiner(): KubeadmNode {
  return {
    cluster,
    node: nodeOf(cluster, 'cp-2'),
    catalog,
    fence,
    session: joiner.asSession('cp-2'),
    signal: new AbortController().signal,
    report: (line) => reports.push(line),
    openSession: (name) =>
      name === 'cp-1' ? Promise.resolve(peer.asSession('cp-1')) : Promise.reject(new Error(`${name} is down`)),
    operate: async ({ script }) => {
      const { exitCode, stdout, stderr } = await joiner.run(script);
      return { exitCode, tail: `${stdout}${stderr}` };
    },
  };
}

/** What the peer says from a run of kubeadm on. */
const thenPeerSays = (run: number, members: unknown[]) => {
  writeFileSync(joiner.path(`peer-says-${run}`), `200\n${JSON.stringify({ members })}\n`);
  joiner.hook('after', run, `cp "$LOCAL_NODE/peer-says-${run}" ${peer.path('api', '+member+list')}`);
};

const skippedBy = (run: number) => /--skip-phases=(\S+)/.exec(joiner.argumentsOf(run))?.[1]?.split(',') ?? [];

test('the first part runs what comes before etcd, with a token and a key that are in no argument', async () => {
  expect(await drivePrepareJoin(onJoiner(), material)).toMatchObject({ move: 'join' });
  expect(skippedBy(1)).toEqual(expect.arrayContaining(['check-etcd', 'etcd-join', 'control-plane-join']));
  expect(joiner.configOf(1)).toContain(secrets.token);
  expect(joiner.argumentsOf(1)).not.toMatch(/abcdef|c0ffee/);
});

test('the etcd turn is over when a healthy control plane sees the member vote', async () => {
  thenPeerSays(1, [cp1, cp2]);
  expect(await driveEtcdJoin(onJoiner(), material)).toMatchObject({ move: 'join' });
  expect(skippedBy(1)).not.toContain('etcd-join');
});

test('a run of kubeadm that ended well and left a learner does not end the turn', async () => {
  thenPeerSays(1, [cp1, { ...cp2, isLearner: true }]);
  thenPeerSays(2, [cp1, cp2]);
  expect(await driveEtcdJoin(onJoiner(), material)).toMatchObject({ move: 'join' });
  expect(joiner.runs).toBe(2);
  expect(skippedBy(2)).toContain('check-etcd');
});

test('a learner that another node left is removed through a healthy peer first', async () => {
  const left = { ID: '9', peerURLs: ['https://10.0.0.13:2380'], isLearner: true };
  peer.setApi({ ...seenByPeer(cp1, left), '/member/remove': { body: { members: [cp1] } } });
  thenPeerSays(1, [cp1, cp2]);
  await driveEtcdJoin(onJoiner(), material);
  expect(reports).toContain('removing the stale etcd member 9 (https://10.0.0.13:2380)');
});

test('its own member, started by a later attempt while this one stood still, is not removed', async () => {
  peer.setApi(seenByPeer(cp1, cp2));
  const on = onJoiner();
  const startMeanwhile: KubeadmNode['openSession'] = (name) => {
    joiner.put('/var/lib/etcd/member/snap/db', 'data');
    return on.openSession(name);
  };
  await driveEtcdJoin({ ...on, openSession: startMeanwhile }, material);
  expect(reports.filter((line) => line.startsWith('removing'))).toEqual([]);
});

test('a stale member that etcd will not remove stops the turn', async () => {
  const left = { ID: '9', peerURLs: ['https://10.0.0.13:2380'], isLearner: true };
  peer.setApi({ ...seenByPeer(cp1, left), '/member/remove': { body: { message: 'etcdserver: unhealthy cluster' } } });
  await expect(driveEtcdJoin(onJoiner(), material)).rejects.toThrow('unhealthy cluster');
  expect(joiner.runs).toBe(0);
});

test('the last part is done when the node is registered, marked and answers', async () => {
  thenPeerSays(1, [cp1, cp2]);
  await driveEtcdJoin(onJoiner(), material);
  peer.setApi({ ...seenByPeer(cp1, cp2), '/nodes/cp-2': { body: table('NotReady') } });
  joiner.setApi({ ...seenByPeer(cp1, cp2), '/nodes/cp-2': { body: table('NotReady') } });
  expect(await driveFinishJoin(onJoiner(), material)).toMatchObject({ move: 'none' });
});

test('a peer that does not answer is passed over for another one, and named when there is none', async () => {
  peer.setApi({});
  await expect(driveEtcdJoin(onJoiner(), material)).rejects.toThrow(/cp-1 cannot be asked about the join/);
  expect(joiner.runs).toBe(0);
});

describe('material is stale', () => {
  test.each<[string, () => void]>([
    ['when its token expires at once', () => (material = issue({ tokenExpiresAt: new Date().toISOString() }))],
    ['when the key that it is sealed to is gone', () => void joiner.run('rm /run/slipway/join-request.key')],
    ['when it was sealed to another key', () => joiner.put('../run/join-request.key', createSealKeyPair().privateKey)],
    ['when it is of another epoch than it says', () => (material = { ...material, epoch: 2 })],
  ])('%s', async (_, spoil) => {
    spoil();
    await new Promise((resolve) => setTimeout(resolve, 200));
    await expect(drivePrepareJoin(onJoiner(), material)).rejects.toMatchObject({ type: 'JoinMaterialStale' });
    expect(joiner.runs).toBe(0);
  });
});
