import { whySkewed, type SkewedComponent } from '../../src/plan/version-skew';

test.each<[SkewedComponent, string, string, boolean]>([
  ['kubelet', 'v1.34.1', 'v1.34.4', true],
  ['kubelet', 'v1.31.14', 'v1.34.4', true],
  ['kubelet', 'v1.30.14', 'v1.34.4', false],
  ['kubelet', 'v1.35.0', 'v1.34.4', false],
  ['kubelet', 'v1.25.16', 'v1.28.2', true],
  ['kubelet', 'v1.24.17', 'v1.27.16', false],
  ['kubelet', 'v1.24.17', 'v1.26.15', true],
  ['kubelet', 'v1.17.4', 'v1.19.16', true],
  ['kubelet', 'v1.17.4', 'v1.20.15', false],
  ['kubectl', 'v1.35.4', 'v1.34.4', true],
  ['kubectl', 'v1.33.6', 'v1.34.4', true],
  ['kubectl', 'v1.32.9', 'v1.34.4', false],
  ['kubectl', 'v1.36.3', 'v1.34.4', false],
  ['kubeadm', 'v1.29.6', 'v1.29.0', true],
  ['kubeadm', 'v1.30.14', 'v1.29.6', true],
  ['kubeadm', 'v1.28.2', 'v1.29.6', false],
  ['kubeadm', 'v1.31.14', 'v1.29.6', false],
])('%s %s goes with API servers of %s: %s', (component, version, apiServer, goes) => {
  expect(whySkewed(component, version, apiServer) === undefined).toBe(goes);
});

test('a component that does not go with the API servers is told what does', () => {
  expect(whySkewed('kubelet', 'v1.35.0', 'v1.34.4')).toBe(
    'kubelet v1.35.0 is too new for API servers of v1.34.4, which go with 1.31 to 1.34',
  );
  expect(whySkewed('kubectl', 'v1.31.0', 'v1.34.4')).toBe(
    'kubectl v1.31.0 is too old for API servers of v1.34.4, which go with 1.33 to 1.35',
  );
});
