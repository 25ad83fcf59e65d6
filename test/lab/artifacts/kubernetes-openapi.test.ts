import { WITHOUT_OPENAPI, asOfThen } from '../../../lab/artifacts/kubernetes-openapi';
import { KUBERNETES_RELEASES } from '../../../lab/versions';

test('definitions name the types that the release itself has', () => {
  const generated =
    'import (\n\tcommon "k8s.io/kube-openapi/pkg/common"\n\tspec "k8s.io/kube-openapi/pkg/validation/spec"\n)';
  expect(asOfThen(generated)).toBe(
    'import (\n\tcommon "k8s.io/kube-openapi/pkg/common"\n\tspec "github.com/go-openapi/spec"\n)',
  );
});

test('every release that they are generated for is one of the lab’s', () => {
  const known = KUBERNETES_RELEASES.map(({ version }) => version);
  for (const version of WITHOUT_OPENAPI) expect(known).toContain(version);
});
