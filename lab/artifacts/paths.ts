import { VERSIONS } from '../versions';

const github = (repository: string, version: string, file: string) =>
  `github.com/${repository}/releases/download/v${version}/${file}`;

export function kubernetesBinaryPath(version: string, binary: string): string {
  return `dl.k8s.io/release/${version}/bin/linux/amd64/${binary}`;
}

export const etcdArchiveRoot = (version: string) => `etcd-v${version}-linux-amd64`;

/** Where each artifact other than Kubernetes stands, on its official host, in the cache and on the mirror. */
export const PATHS = {
  containerd: (version: string) => github('containerd/containerd', version, `containerd-${version}-linux-amd64.tar.gz`),
  runc: (version: string) => github('opencontainers/runc', version, 'runc.amd64'),
  runcChecksums: (version: string) => github('opencontainers/runc', version, 'runc.sha256sum'),
  cniPlugins: github(
    'containernetworking/plugins',
    VERSIONS.cniPlugins,
    `cni-plugins-linux-amd64-v${VERSIONS.cniPlugins}.tgz`,
  ),
  crictl: github('kubernetes-sigs/cri-tools', VERSIONS.crictl, `crictl-v${VERSIONS.crictl}-linux-amd64.tar.gz`),
  criDockerd: github('Mirantis/cri-dockerd', VERSIONS.criDockerd, `cri-dockerd-${VERSIONS.criDockerd}.amd64.tgz`),
  /** The stand-in for CRI-O. */
  crio: `lab/cri-o/v${VERSIONS.criO}/crio`,
  buildkit: github('moby/buildkit', VERSIONS.buildkit, `buildkit-v${VERSIONS.buildkit}.linux-amd64.tar.gz`),
  etcd: (version: string) => github('etcd-io/etcd', version, `${etcdArchiveRoot(version)}.tar.gz`),
  etcdChecksums: (version: string) => github('etcd-io/etcd', version, 'SHA256SUMS'),
  coredns: (version: string) => github('coredns/coredns', version, `coredns_${version}_linux_amd64.tgz`),
  flanneld: github('flannel-io/flannel', VERSIONS.flannel, 'flanneld-amd64'),
  flannelManifest: github('flannel-io/flannel', VERSIONS.flannel, 'kube-flannel.yml'),
  /** flannel's manifest, naming the version of the CNI plugin that is in the lab. */
  labFlannelManifest: `lab/flannel/v${VERSIONS.flannel}/kube-flannel.yml`,
  flannelCniPlugin: github(
    'containernetworking/plugins',
    VERSIONS.flannelCniPlugin,
    `cni-plugins-linux-amd64-v${VERSIONS.flannelCniPlugin}.tgz`,
  ),
  /** A file of Calico's repository. */
  calicoSource: (file: string) => `raw.githubusercontent.com/projectcalico/calico/v${VERSIONS.calico}/${file}`,
  calicoManifest: (file: string) =>
    `raw.githubusercontent.com/projectcalico/calico/v${VERSIONS.calico}/manifests/${file}`,
  calicoBinary: (binary: string) => `lab/calico/v${VERSIONS.calico}/${binary}`,
  calicoOperator: `lab/calico-operator/v${VERSIONS.calicoOperator}/operator`,
  /** The stand-in for kubernetes-csi's. */
  nodeDriverRegistrar: `lab/calico/v${VERSIONS.calico}/node-driver-registrar`,
  pause: (tag: string) => `registry.k8s.io/pause/${tag}/pause`,
  agnhost: (tag: string) => `registry.k8s.io/e2e-test-images/agnhost/${tag}/agnhost`,
} as const;
