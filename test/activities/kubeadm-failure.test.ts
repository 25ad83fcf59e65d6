import { kubeadmFailure } from '../../src/activities/kubeadm-failure';
import { TOKEN_UNKNOWN_EXIT } from '../../src/remote/kubeadm/compose-kubeadm';

test('preflight errors come first, and the diagnosis after them', () => {
  const tail = [
    '[preflight] Running pre-flight checks',
    'error execution phase preflight: [preflight] Some fatal errors occurred:',
    '\t[ERROR Port-6443]: Port 6443 is in use',
    "--- the kubelet's journal and the static pods' logs are in /var/lib/slipway/diagnostics/kubeadm-init.log; the end of them:",
    '--- /var/log/pods/kube-system_etcd-cp-1_0/etcd/0.log',
    'panic: no space left on device',
  ].join('\n');
  const { message } = kubeadmFailure('init', { exitCode: 1, tail });
  expect(message).toMatch(/^kubeadm init ended with 1: error execution phase preflight/);
  expect(message).toContain('[ERROR Port-6443]');
  expect(message).toContain('no space left on device');
  expect(message).not.toContain('Running pre-flight checks');
});

test.each([
  [
    'the Secret of the certificates is gone',
    'error downloading the secret: Secret "kubeadm-certs" was not found in the "kube-system" Namespace. This Secret might have expired.',
  ],
  [
    'they were encrypted with another key',
    'error decoding secret data with provided key: error decoding the data: cipher: message authentication failed',
  ],
  [
    'the token is gone',
    'couldn\'t validate the identity of the API Server: could not find a JWS signature in the cluster-info ConfigMap for token ID "abcdef"',
  ],
  [
    'the token does not let it in',
    'unable to fetch the kubeadm-config ConfigMap: failed to get config map: Unauthorized',
  ],
])('when %s the workflow is to ask for material of a newer epoch', (_, line) => {
  expect(
    kubeadmFailure('join', { exitCode: 1, tail: `[preflight] x\nerror execution phase y: ${line}` }),
  ).toMatchObject({
    type: 'JoinMaterialStale',
  });
});

test('a token that the cluster does not sign for is stale, too', () => {
  expect(kubeadmFailure('join', { exitCode: TOKEN_UNKNOWN_EXIT, tail: '' })).toMatchObject({
    type: 'JoinMaterialStale',
  });
});

test('what the kubelet complained of before does not make material stale', () => {
  const tail = 'error execution phase preflight: x\n--- the journal is in /x\nkubelet[9]: E1121 Unauthorized';
  expect(kubeadmFailure('join', { exitCode: 1, tail })).toMatchObject({ type: 'KubeadmFailed' });
});

test('an init has no material that could be stale', () => {
  expect(kubeadmFailure('init', { exitCode: 1, tail: 'Unauthorized' })).toMatchObject({ type: 'KubeadmFailed' });
});

test('a long output is cut to what a failure may hold', () => {
  const { message } = kubeadmFailure('join', { exitCode: 1, tail: 'error: x\n'.repeat(2000) });
  expect(message.length).toBeLessThan(1400);
});
