import { kubernetesProgram } from '../../../lab/artifacts/kubernetes-program';

test('the modules of its tree are taken at the version under which they are published', () => {
  expect(kubernetesProgram('v1.33.13').replaceLike).toEqual({
    module: 'k8s.io/kubernetes',
    version: 'v1.33.13',
    twins: 'v0.33.13',
  });
});

test('what the module proxy does not have of a release is taken of the one before', () => {
  expect(kubernetesProgram('v1.29.6').replace).toContain('k8s.io/endpointslice => k8s.io/endpointslice v0.29.5');
  expect(kubernetesProgram('v1.34.4').replace).toEqual([]);
});

test('binaries are stamped with their version where kubeadm and the client library look for it', () => {
  const { ldflags } = kubernetesProgram('v1.34.4');
  expect(ldflags).toContain('-X k8s.io/component-base/version.gitVersion=v1.34.4');
  expect(ldflags).toContain('-X k8s.io/client-go/pkg/version.gitMinor=34');
});
