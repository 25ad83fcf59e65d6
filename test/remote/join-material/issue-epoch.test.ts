import { existsSync, readFileSync, statSync } from 'node:fs';
import { claimFence } from '../../../src/remote/fence';
import { issueEpoch } from '../../../src/remote/join-material/issue-epoch';
import { IssuerUnavailable, lookAtMaterial } from '../../../src/remote/join-material/look-at-material';
import { type Epoch, formatEpoch } from '../../../src/remote/join-material/epoch';
import { afterInit, SimulatedNode } from '../../fakes/simulated-kubeadm';

// Each test runs many small processes.
jest.setTimeout(60_000);

const fence = { clusterUid: 'uid', epoch: 1, holder: 'default/slipway/demo/run-1' };
const writer = { verb: 'issue-join-material', fence, lockWaitSeconds: 5 };
const epoch: Epoch = {
  epoch: 2,
  token: 'abcdef.0123456789abcdef',
  certificateKey: 'c0ffee00'.repeat(8),
  tokenExpiresAtSeconds: 1_800_000_000,
  certificateKeyExpiresAtSeconds: 1_799_990_000,
};
const address = '192.0.2.1';

let node: SimulatedNode;

/** Keeps every request: its method and path as arguments, its body apart; answers with the codes in `codes`. */
const WRITING_CURL = `
echo "$*" >>"$LOCAL_NODE/arguments"
method=GET
while [ $# -gt 0 ]; do case $1 in -X) method=$2 ;; http*) url=$1 ;; esac; shift; done
n=$(($(cat "$LOCAL_NODE/count" 2>/dev/null || echo 0) + 1)); echo "$n" >"$LOCAL_NODE/count"
cat >"$LOCAL_NODE/body-$n"
echo "$method \${url#https://*:6443}" >>"$LOCAL_NODE/requests"
sed -n "\${n}p" "$LOCAL_NODE/codes" | tr -d '\\n'`;

beforeEach(async () => {
  node = new SimulatedNode();
  await claimFence(node, fence);
});

afterEach(() => node.close());

const lines = (name: string) => readFileSync(node.path(name), 'utf8').trim().split('\n');

function expectCodes(...codes: number[]): void {
  node.addCommand('curl', WRITING_CURL);
  node.put('../codes', `${codes.join('\n')}\n`);
}

describe('issuing an epoch', () => {
  test('claims its number before anything else, then makes the token', async () => {
    expectCodes(200, 201);
    expect(await issueEpoch(node, writer, { epoch, address, resourceVersion: '77' })).toBe(true);
    expect(lines('requests')).toEqual([
      'PUT /api/v1/namespaces/kube-system/configmaps/slipway-join',
      'POST /api/v1/namespaces/kube-system/secrets',
    ]);
    expect(JSON.parse(lines('body-1')[0] ?? '')).toMatchObject({
      metadata: { name: 'slipway-join', resourceVersion: '77' },
      data: { epoch: '2', holder: 'node-1', tokenId: 'abcdef' },
    });
    expect(JSON.parse(lines('body-2')[0] ?? '')).toMatchObject({
      type: 'bootstrap.kubernetes.io/token',
      metadata: { name: 'bootstrap-token-abcdef' },
      stringData: { 'token-secret': '0123456789abcdef', expiration: '2027-01-15T08:00:00Z' },
    });
  });

  test('is done by the admin, with the same bodies, where the certificate of kubelets’ API server may not', async () => {
    const user = ['client-certificate-data', 'client-key-data'].map((name) => {
      const pem = `-----BEGIN ${name}-----\nb2xk\n-----END PRIVATE KEY-----\n`;
      return `    ${name}: ${Buffer.from(pem).toString('base64')}`;
    });
    node.put('/etc/kubernetes/admin.conf', `kind: Config\nusers:\n${user.join('\n')}\n`);
    expectCodes(403, 201, 403, 201);
    expect(await issueEpoch(node, writer, { epoch, address })).toBe(true);
    expect(lines('arguments').map((each) => each.includes('--key /dev/fd/4'))).toEqual([false, true, false, true]);
    for (const [refused, taken] of [
      ['body-1', 'body-2'],
      ['body-3', 'body-4'],
    ] as const) {
      expect(lines(taken)).toEqual(lines(refused));
      expect(lines(taken)[0]).toContain('"metadata"');
    }
  });

  test('keeps it on tmpfs, for root alone', async () => {
    expectCodes(201, 201);
    await issueEpoch(node, writer, { epoch, address });
    expect(readFileSync(node.path('run', 'join', 'epoch-2'), 'utf8')).toBe(formatEpoch(epoch));
    expect(statSync(node.path('run', 'join', 'epoch-2')).mode & 0o777).toBe(0o600);
    expect(statSync(node.path('run', 'join')).mode & 0o777).toBe(0o700);
  });

  test('puts no secret into arguments', async () => {
    expectCodes(201, 201);
    await issueEpoch(node, writer, { epoch, address, uploadConfig: `certificateKey: ${epoch.certificateKey}\n` });
    const seen = `${readFileSync(node.path('arguments'), 'utf8')}${node.argumentsOf(1)}`;
    expect(seen).not.toContain('0123456789abcdef');
    expect(seen).not.toContain(epoch.certificateKey);
  });

  test('loses to an issuer that was faster, and leaves nothing', async () => {
    expectCodes(409);
    expect(await issueEpoch(node, writer, { epoch, address, resourceVersion: '77' })).toBe(false);
    expect(lines('requests')).toHaveLength(1);
    expect(existsSync(node.path('run', 'join', 'epoch-2'))).toBe(false);
  });

  test('that the API server refuses is for another control plane to try', async () => {
    expectCodes(200, 500);
    await expect(issueEpoch(node, writer, { epoch, address, resourceVersion: '77' })).rejects.toThrow(
      'the API server answered 500 to the new token',
    );
  });
});

describe('looking at join material', () => {
  test('tells the epoch that the node holds, and whether the API still has it', async () => {
    node.setApi({
      ...afterInit,
      '/secrets/bootstrap-token-abcdef': {},
      '/secrets/kubeadm-certs': { code: 404 },
      '/configmaps/slipway-join': {
        body: { metadata: { resourceVersion: '78' }, data: { epoch: '2', holder: 'node-1' } },
      },
    });
    await node.run(`cp -R "$LOCAL_NODE/template/." "$LOCAL_NODE/root/"; mkdir -p /run/slipway/join`);
    node.put('../run/join/epoch-1', formatEpoch({ ...epoch, epoch: 1, token: 'zzzzzz.0123456789abcdef' }));
    node.put('../run/join/epoch-2', formatEpoch(epoch));
    expect(await lookAtMaterial(node, address, writer)).toEqual({
      current: { epoch: 2, holder: 'node-1', resourceVersion: '78' },
      epoch,
      hasToken: true,
      hasCertificates: false,
      caHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      nowSeconds: expect.any(Number),
    });
  });

  test('of a control plane whose API server is down leads to another one', async () => {
    await expect(lookAtMaterial(node, address, writer)).rejects.toThrow(IssuerUnavailable);
  });
});
