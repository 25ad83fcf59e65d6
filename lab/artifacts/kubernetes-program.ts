import type { GoProgram } from './artifact';
import { OF_TODAY } from './go-programs';

export const KUBERNETES_BINARIES = [
  'kubeadm',
  'kubelet',
  'kubectl',
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kube-proxy',
] as const;

/** Kubernetes and agnhost; one program, so that what they share is compiled once. */
export function kubernetesProgram(version: string): GoProgram {
  const [major = '', minor = ''] = version.slice(1).split('.');
  const stamps = { gitVersion: version, gitMajor: major, gitMinor: minor, gitTreeState: 'clean' };
  const stamped = ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version'];
  return {
    name: 'kubernetes',
    version,
    require: [`k8s.io/kubernetes ${version}`],
    replaceLike: { module: 'k8s.io/kubernetes', version, twins: version.replace(/^v1\./, 'v0.') },
    replace: REPLACEMENTS[version] ?? [],
    packages: {
      ...Object.fromEntries(KUBERNETES_BINARIES.map((name) => [name, `k8s.io/kubernetes/cmd/${name}`])),
      agnhost: 'k8s.io/kubernetes/test/images/agnhost',
    },
    ldflags: stamped.flatMap((path) => Object.entries(stamps).map(([key, value]) => `-X ${path}.${key}=${value}`)),
  };
}

/** Where a release's own replacements do not do, by release. */
const REPLACEMENTS: Readonly<Record<string, readonly string[]>> = {
  // The module proxy has these three of the patch release before only.
  'v1.29.6': ['legacy-cloud-providers', 'endpointslice', 'kube-controller-manager'].map(
    (name) => `k8s.io/${name} => k8s.io/${name} v0.29.5`,
  ),
  // A host that is gone, and modules that today's compiler refuses.
  'v1.17.4': [
    'vbom.ml/util => github.com/fvbommel/util v0.0.0-20160121211510-db5cfe13f5cc',
    'golang.org/x/net => golang.org/x/net v0.35.0',
    'golang.org/x/crypto => golang.org/x/crypto v0.33.0',
    'golang.org/x/text => golang.org/x/text v0.22.0',
    'golang.org/x/tools => golang.org/x/tools v0.30.0',
    'golang.org/x/mod => golang.org/x/mod v0.23.0',
    'golang.org/x/sync => golang.org/x/sync v0.11.0',
    'golang.org/x/xerrors => golang.org/x/xerrors v0.0.0-20240903120638-7835f813f4da',
    ...OF_TODAY,
  ],
};
