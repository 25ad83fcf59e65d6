import { kubernetesSupport } from '../../../src/config/kubernetes-support';
import { decideWorkerJoin } from '../../../src/plan/kubeadm/decide-worker-join';
import { CA_HASH, joinedWorker, untouched } from '../../fakes/kubeadm-states';

const context = { caHash: CA_HASH, support: kubernetesSupport('v1.34.4') };

test('a node that nothing was done on joins', () => {
  expect(decideWorkerJoin(untouched, context)).toEqual({
    move: 'join',
    skipPhases: [],
    ignorePreflightErrors: [],
    repairs: [],
  });
});

test.each(['ready', 'not-ready'] as const)('a node that is registered and %s wants nothing', (nodeObject) => {
  expect(decideWorkerJoin({ ...joinedWorker, nodeObject }, context)).toEqual({ move: 'none' });
});

test('a node that joined and whose kubelet is down gets it started, not another join', () => {
  expect(decideWorkerJoin({ ...joinedWorker, kubeletActive: false }, context)).toEqual({ move: 'start-kubelet' });
});

test('a kubelet that has its certificate and has not registered yet is waited for', () => {
  expect(decideWorkerJoin({ ...joinedWorker, nodeObject: 'absent' }, context)).toEqual({ move: 'start-kubelet' });
});

test('killed before the kubelet got its certificate, the join runs again and exactly what is there is excused', () => {
  const state = {
    ...untouched,
    certificates: [{ name: 'ca', key: false, certificate: true }],
    kubeconfigs: [{ name: 'bootstrap-kubelet.conf', whole: true }],
    kubeletConfig: true,
    caFingerprint: CA_HASH,
  };
  expect(decideWorkerJoin(state, context)).toEqual({
    move: 'resume',
    skipPhases: [],
    ignorePreflightErrors: [
      'FileAvailable--etc-kubernetes-bootstrap-kubelet.conf',
      'FileAvailable--etc-kubernetes-pki-ca.crt',
      'Port-10250',
    ],
    repairs: [],
  });
});

test('a kubeconfig that points to a certificate which the kubelet was never given is no way in', () => {
  const state = {
    ...untouched,
    certificates: [{ name: 'ca', key: false, certificate: true }],
    kubeconfigs: [{ name: 'kubelet.conf', whole: true }],
    kubeletUncertified: true as const,
    kubeletConfig: true,
    kubeletActive: true,
    caFingerprint: CA_HASH,
  };
  expect(decideWorkerJoin(state, context)).toMatchObject({
    move: 'resume',
    ignorePreflightErrors: expect.arrayContaining(['FileAvailable--etc-kubernetes-kubelet.conf']),
  });
});

test('a kubeconfig that was cut is deleted, and then needs no exception', () => {
  const kubeconfigs = [{ name: 'bootstrap-kubelet.conf', whole: false }];
  expect(decideWorkerJoin({ ...untouched, kubeconfigs }, context)).toMatchObject({
    move: 'resume',
    ignorePreflightErrors: [],
    repairs: [{ path: '/etc/kubernetes/bootstrap-kubelet.conf' }],
  });
});

test('a CA that was cut is deleted too', () => {
  const cutFiles = ['/etc/kubernetes/pki/ca.crt'];
  expect(decideWorkerJoin({ ...untouched, cutFiles }, context)).toMatchObject({
    move: 'resume',
    ignorePreflightErrors: [],
    repairs: [{ path: '/etc/kubernetes/pki/ca.crt', why: 'pki/ca.crt was cut while it was written' }],
  });
});

test('a node that trusts the CA of another cluster is refused', () => {
  expect(decideWorkerJoin({ ...joinedWorker, caFingerprint: 'beef'.repeat(16) }, context)).toMatchObject({
    move: 'refuse',
    cause: expect.stringContaining('the CA of another cluster'),
  });
});
