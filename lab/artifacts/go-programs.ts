import { VERSIONS } from '../versions';
import type { GoProgram } from './artifact';

const STAGING_MODULES = [
  'api apiextensions-apiserver apimachinery apiserver cli-runtime client-go cloud-provider cluster-bootstrap',
  'code-generator component-base component-helpers controller-manager cri-api cri-client cri-streaming',
  'csi-translation-lib dynamic-resource-allocation endpointslice externaljwt kms kube-aggregator',
  'kube-controller-manager kube-proxy kube-scheduler kubectl kubelet metrics mount-utils pod-security-admission',
  'sample-apiserver',
].flatMap((line) => line.split(' '));

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
    // The published go.mod replaces them by directories of its own tree, which a dependency cannot do.
    replace: STAGING_MODULES.map((name) => `k8s.io/${name} => k8s.io/${name} ${version.replace(/^v1\./, 'v0.')}`),
    packages: {
      ...Object.fromEntries(KUBERNETES_BINARIES.map((name) => [name, `k8s.io/kubernetes/cmd/${name}`])),
      agnhost: 'k8s.io/kubernetes/test/images/agnhost',
    },
    ldflags: stamped.flatMap((path) => Object.entries(stamps).map(([key, value]) => `-X ${path}.${key}=${value}`)),
  };
}

export const etcdProgram: GoProgram = {
  name: 'etcd',
  version: `v${VERSIONS.etcd}`,
  require: ['server', 'etcdctl', 'etcdutl'].map((part) => `go.etcd.io/etcd/${part}/v3 v${VERSIONS.etcd}`),
  packages: {
    etcd: 'go.etcd.io/etcd/server/v3',
    etcdctl: 'go.etcd.io/etcd/etcdctl/v3',
    etcdutl: 'go.etcd.io/etcd/etcdutl/v3',
  },
  ldflags: [],
};

export const corednsProgram: GoProgram = {
  name: 'coredns',
  version: `v${VERSIONS.coredns}`,
  require: [`github.com/coredns/coredns v${VERSIONS.coredns}`],
  packages: { coredns: 'github.com/coredns/coredns' },
  ldflags: [],
};

export const flannelProgram: GoProgram = {
  name: 'flannel',
  version: `v${VERSIONS.flannel}`,
  require: [`github.com/flannel-io/flannel v${VERSIONS.flannel}`],
  packages: { flanneld: 'github.com/flannel-io/flannel' },
  ldflags: [
    `-X github.com/flannel-io/flannel/pkg/version.Version=v${VERSIONS.flannel}`,
    '-linkmode external',
    '-extldflags -static',
  ],
  cgo: true,
};

export const flannelCniPluginProgram: GoProgram = {
  name: 'flannel-cni-plugin',
  version: `v${VERSIONS.flannelCniPlugin}`,
  require: [`github.com/containernetworking/plugins v${VERSIONS.flannelCniPlugin}`],
  packages: { flannel: 'github.com/containernetworking/plugins/plugins/meta/flannel' },
  ldflags: [],
};
