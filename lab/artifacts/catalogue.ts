import { VERSIONS, kubernetesRelease } from '../versions';
import type { ArchiveEntry, Artifact, GoProgram } from './artifact';
import {
  KUBERNETES_BINARIES,
  corednsProgram,
  etcdProgram,
  flannelCniPluginProgram,
  flannelProgram,
  kubernetesProgram,
} from './go-programs';

const github = (repository: string, version: string, file: string) =>
  `github.com/${repository}/releases/download/v${version}/${file}`;

export function kubernetesBinaryPath(version: string, binary: string): string {
  return `dl.k8s.io/release/${version}/bin/linux/amd64/${binary}`;
}

export const ETCD_ARCHIVE_ROOT = `etcd-v${VERSIONS.etcd}-linux-amd64`;

/** Where each artifact other than Kubernetes stands, on its official host, in the cache and on the mirror. */
export const PATHS = {
  containerd: github(
    'containerd/containerd',
    VERSIONS.containerd,
    `containerd-${VERSIONS.containerd}-linux-amd64.tar.gz`,
  ),
  runc: github('opencontainers/runc', VERSIONS.runc, 'runc.amd64'),
  cniPlugins: github(
    'containernetworking/plugins',
    VERSIONS.cniPlugins,
    `cni-plugins-linux-amd64-v${VERSIONS.cniPlugins}.tgz`,
  ),
  etcd: github('etcd-io/etcd', VERSIONS.etcd, `${ETCD_ARCHIVE_ROOT}.tar.gz`),
  coredns: github('coredns/coredns', VERSIONS.coredns, `coredns_${VERSIONS.coredns}_linux_amd64.tgz`),
  flanneld: github('flannel-io/flannel', VERSIONS.flannel, 'flanneld-amd64'),
  flannelManifest: github('flannel-io/flannel', VERSIONS.flannel, 'kube-flannel.yml'),
  /** flannel's manifest, naming the version of the CNI plugin that is in the lab. */
  labFlannelManifest: `lab/flannel/v${VERSIONS.flannel}/kube-flannel.yml`,
  flannelCniPlugin: github(
    'containernetworking/plugins',
    VERSIONS.flannelCniPlugin,
    `cni-plugins-linux-amd64-v${VERSIONS.flannelCniPlugin}.tgz`,
  ),
  pause: (tag: string) => `registry.k8s.io/pause/${tag}/pause`,
  agnhost: (tag: string) => `registry.k8s.io/e2e-test-images/agnhost/${tag}/agnhost`,
} as const;

/** Everything that a cluster of this Kubernetes version needs in the lab; pure. Throws for a version without a recipe. */
export function listArtifacts(kubernetesVersion: string): readonly Artifact[] {
  const release = kubernetesRelease(kubernetesVersion);
  const kubernetes = kubernetesProgram(release.version);
  return [
    ...KUBERNETES_BINARIES.map((binary) => kubernetesBinary(kubernetes, binary)),
    agnhost(kubernetes, release.agnhost),
    pause(release.version, release.pause),
    ...NODE_ARCHIVES,
    ...COMPONENTS,
  ];
}

function kubernetesBinary(program: GoProgram, binary: string): Artifact {
  const path = kubernetesBinaryPath(program.version, binary);
  return {
    path,
    official: { kind: 'file', checksumUrl: `https://${path}.sha256` },
    make: { kind: 'go-binary', program, binary },
  };
}

function agnhost(program: GoProgram, tag: string): Artifact {
  return {
    path: PATHS.agnhost(tag),
    official: { kind: 'image', reference: `registry.k8s.io/e2e-test-images/agnhost:${tag}`, member: 'agnhost' },
    make: { kind: 'go-binary', program, binary: 'agnhost' },
  };
}

function pause(kubernetesVersion: string, tag: string): Artifact {
  return {
    path: PATHS.pause(tag),
    official: { kind: 'image', reference: `registry.k8s.io/pause:${tag}`, member: 'pause' },
    make: {
      kind: 'c-binary',
      module: 'k8s.io/kubernetes',
      version: kubernetesVersion,
      file: 'build/pause/linux/pause.c',
      defines: [`VERSION=v${tag}`],
    },
  };
}

const into = (directory: string, from: string, names: readonly string[]): ArchiveEntry[] =>
  names.map((name) => ({ from: `${from}/${name}`, as: `${directory}/${name}` }));

const NODE_ARCHIVES: readonly Artifact[] = [
  {
    path: PATHS.containerd,
    official: { kind: 'file', checksumUrl: `https://${PATHS.containerd}.sha256sum` },
    make: {
      kind: 'debian-archive',
      package: 'containerd',
      version: VERSIONS.containerd,
      entries: into('bin', 'usr/bin', ['containerd', 'containerd-shim-runc-v2', 'ctr']),
    },
  },
  {
    path: PATHS.runc,
    official: {
      kind: 'file',
      checksumUrl: `https://${github('opencontainers/runc', VERSIONS.runc, 'runc.sha256sum')}`,
    },
    make: { kind: 'debian-binary', package: 'runc', version: VERSIONS.runc, from: 'usr/sbin/runc' },
  },
  {
    path: PATHS.cniPlugins,
    official: { kind: 'file', checksumUrl: `https://${PATHS.cniPlugins}.sha256` },
    make: {
      kind: 'debian-archive',
      package: 'containernetworking-plugins',
      version: VERSIONS.cniPlugins,
      entries: [{ from: 'usr/lib/cni', as: '.' }],
    },
  },
];

const COMPONENTS: readonly Artifact[] = [
  {
    path: PATHS.etcd,
    official: { kind: 'file', checksumUrl: `https://${github('etcd-io/etcd', VERSIONS.etcd, 'SHA256SUMS')}` },
    make: {
      kind: 'go-archive',
      program: etcdProgram,
      entries: ['etcd', 'etcdctl', 'etcdutl'].map((name) => ({ from: name, as: `${ETCD_ARCHIVE_ROOT}/${name}` })),
    },
  },
  {
    path: PATHS.coredns,
    official: { kind: 'file', checksumUrl: `https://${PATHS.coredns}.sha256` },
    make: { kind: 'go-archive', program: corednsProgram, entries: [{ from: 'coredns', as: 'coredns' }] },
  },
  {
    path: PATHS.flanneld,
    official: { kind: 'file' },
    make: { kind: 'go-binary', program: flannelProgram, binary: 'flanneld' },
  },
  {
    path: PATHS.flannelManifest,
    official: { kind: 'file' },
    make: {
      kind: 'go-module-file',
      module: 'github.com/flannel-io/flannel',
      version: `v${VERSIONS.flannel}`,
      file: 'Documentation/kube-flannel.yml',
    },
  },
  {
    path: PATHS.labFlannelManifest,
    make: {
      kind: 'edited',
      of: PATHS.flannelManifest,
      find: /(\/flannel-cni-plugin):\S+/g,
      replacement: `$1:v${VERSIONS.flannelCniPlugin}`,
    },
  },
  {
    path: PATHS.flannelCniPlugin,
    official: { kind: 'file', checksumUrl: `https://${PATHS.flannelCniPlugin}.sha256` },
    make: { kind: 'go-archive', program: flannelCniPluginProgram, entries: [{ from: 'flannel', as: './flannel' }] },
  },
];
