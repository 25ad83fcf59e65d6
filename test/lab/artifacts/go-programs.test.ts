import { kubernetesProgram } from '../../../lab/artifacts/go-programs';

test('every staging module is replaced by its published twin', () => {
  const { replace = [] } = kubernetesProgram('v1.33.13');
  expect(replace).toHaveLength(30);
  expect(replace).toContain('k8s.io/client-go => k8s.io/client-go v0.33.13');
});

test('binaries are stamped with their version where kubeadm and the client library look for it', () => {
  const { ldflags } = kubernetesProgram('v1.34.4');
  expect(ldflags).toContain('-X k8s.io/component-base/version.gitVersion=v1.34.4');
  expect(ldflags).toContain('-X k8s.io/client-go/pkg/version.gitMinor=34');
});
