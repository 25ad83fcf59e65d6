import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import type { IssuedMaterial, SlipwayActivities } from '../../src/activities/contract';
import { issueJoinMaterial } from '../../src/activities/issue-join-material';
import { materialPurpose } from '../../src/activities/open-material';
import { createSealKeyPair, openSealed, SealBroken } from '../../src/activities/seal';
import { claimFence } from '../../src/remote/fence';
import { type Epoch, formatEpoch } from '../../src/remote/join-material/epoch';
import type { Sessions } from '../../src/ssh/session';
import { haCluster } from '../fakes/clusters';
import { afterInit, type Answers, SimulatedNode } from '../fakes/simulated-kubeadm';

// Each test runs several hundred small processes.
jest.setTimeout(60_000);

const cluster = haCluster({ joinMaterial: { tokenTtlSeconds: 3600, certificateKeyTtlSeconds: 600 } });
const fence = { clusterUid: 'uid', epoch: 1, holder: 'default/slipway/demo/run-1' };
const keys = createSealKeyPair();
const nowSeconds = Math.floor(Date.now() / 1000);
const held: Epoch = {
  epoch: 1,
  token: 'abcdef.0123456789abcdef',
  certificateKey: 'c0ffee00'.repeat(8),
  tokenExpiresAtSeconds: nowSeconds + 3600,
  certificateKeyExpiresAtSeconds: nowSeconds + 600,
};
const alive: Answers = { ...afterInit, '/secrets/bootstrap-token-abcdef': {}, '/secrets/kubeadm-certs': {} };
/** What the API server answers to the writes of a new epoch. */
const writable: Answers = { '/namespaces/kube-system/configmaps': { code: 201 }, '/secrets': { code: 201 } };

let nodes: Readonly<Record<'cp-1' | 'cp-2', SimulatedNode>>;

beforeEach(async () => {
  nodes = { 'cp-1': new SimulatedNode(), 'cp-2': new SimulatedNode() };
  for (const node of Object.values(nodes)) {
    await node.run(`cp -R "$LOCAL_NODE/template/." "$LOCAL_NODE/root/"; mkdir -p /run/slipway/join`);
    await claimFence(node, fence);
  }
  nodes['cp-1'].put('../run/join/epoch-1', formatEpoch(held));
  nodes['cp-1'].setApi(alive);
});

afterEach(async () => {
  for (const node of Object.values(nodes)) await node.close();
});

function ask(changes: Partial<Parameters<SlipwayActivities['issueJoinMaterial']>[0]> = {}): Promise<IssuedMaterial> {
  const sessions: Sessions = {
    get: async ({ node }) => nodes[node as 'cp-1' | 'cp-2'].asSession(node),
    closeAll: async () => {},
  };
  const environment = new MockActivityEnvironment(
    { heartbeatTimeoutMs: 8000, activityType: 'issueJoinMaterial' },
    {
      logger: new DefaultLogger('ERROR', () => {}),
    },
  );
  const input = {
    cluster,
    fence,
    issuers: ['cp-1', 'cp-2'],
    requests: [{ node: 'cp-3', publicKey: keys.publicKey }],
    forControlPlane: true,
    minimumValiditySeconds: 300,
    ...changes,
  };
  return environment.run(issueJoinMaterial({ sessions }), input);
}

const open = ({ sealed, epoch }: IssuedMaterial, node = 'cp-3', { privateKey } = keys) =>
  JSON.parse(openSealed(sealed[node] ?? '', privateKey, materialPurpose(node, epoch))) as Record<string, string>;

test('the epoch that init made is given, sealed to the node that asks, and nothing is issued', async () => {
  const material = await ask();
  expect(material).toMatchObject({ epoch: 1, issuer: 'cp-1' });
  expect(material.issued).toBeUndefined();
  expect(open(material)).toEqual({
    token: held.token,
    certificateKey: held.certificateKey,
    caHash: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
});

test('several nodes are given the same epoch, each sealed to its own key', async () => {
  const other = createSealKeyPair();
  const requests = [
    { node: 'cp-3', publicKey: keys.publicKey },
    { node: 'cp-4', publicKey: other.publicKey },
  ];
  const material = await ask({ requests });
  expect(open(material, 'cp-4', other)).toEqual(open(material));
  expect(() => open(material, 'cp-4', keys)).toThrow(SealBroken);
});

test('a worker gets no certificate key', async () => {
  expect(open(await ask({ forControlPlane: false }))).not.toHaveProperty('certificateKey');
});

test('nothing secret stands outside of the seal', async () => {
  const { sealed: _, ...rest } = await ask();
  expect(JSON.stringify(rest)).not.toMatch(/0123456789abcdef|c0ffee/);
});

test('a rejected epoch is followed by a new one with a token and a key of its own', async () => {
  nodes['cp-1'].setApi({ ...alive, ...writable });
  const material = await ask({ rejectEpoch: 1 });
  expect(material).toMatchObject({ epoch: 2, issuer: 'cp-1', issued: true });
  expect(open(material)['token']).not.toBe(held.token);
  expect(open(material)['certificateKey']).not.toBe(held.certificateKey);
  expect(nodes['cp-1'].argumentsOf(1)).toContain('init phase upload-certs --upload-certs');
});

test('a deleted token is replaced under the same certificate key, for joins that are downloading with it', async () => {
  nodes['cp-1'].setApi({ ...alive, ...writable, '/secrets/bootstrap-token-abcdef': { code: 404 } });
  const material = await ask();
  expect(material).toMatchObject({ epoch: 2, issued: true });
  expect(open(material)['certificateKey']).toBe(held.certificateKey);
});

test('another control plane issues when the first cannot', async () => {
  nodes['cp-1'].setApi({});
  nodes['cp-2'].setApi({ ...afterInit, ...writable });
  expect(await ask()).toMatchObject({ epoch: 2, issuer: 'cp-2', issued: true });
});

test('the holder of the current epoch is asked, whoever comes first in the list', async () => {
  const current = { body: { metadata: { resourceVersion: '7' }, data: { epoch: '1', holder: 'cp-1' } } };
  nodes['cp-1'].setApi({ ...alive, '/configmaps/slipway-join': current });
  nodes['cp-2'].setApi({ ...afterInit, '/configmaps/slipway-join': current });
  expect(await ask({ issuers: ['cp-2', 'cp-1'] })).toMatchObject({ epoch: 1, issuer: 'cp-1' });
});

test('a holder that is gone for good is passed over: another control plane issues', async () => {
  const current = { body: { metadata: { resourceVersion: '7' }, data: { epoch: '1', holder: 'cp-1' } } };
  nodes['cp-1'].setApi({});
  nodes['cp-2'].setApi({ ...afterInit, ...writable, '/configmaps/slipway-join': current });
  expect(await ask({ issuers: ['cp-2', 'cp-1'] })).toMatchObject({ epoch: 2, issuer: 'cp-2', issued: true });
});

test('a new machine in the place of a control plane that was lost is passed over', async () => {
  await nodes['cp-1'].run('rm /var/lib/slipway/fence.json');
  nodes['cp-2'].setApi({ ...afterInit, ...writable });
  expect(await ask()).toMatchObject({ issuer: 'cp-2', issued: true });
});

test('without any control plane that answers it says so', async () => {
  nodes['cp-1'].setApi({});
  await expect(ask()).rejects.toMatchObject({ type: 'JoinMaterialUnavailable' });
});
