import { type KubernetesRelease, VERSIONS } from '../versions';
import type { Artifact, Make } from './artifact';
import { corednsProgram, etcdProgram, flannelCniPluginProgram, flannelProgram } from './go-programs';
import { PATHS, etcdArchiveRoot } from './paths';

/** What runs in every cluster beside Kubernetes. */
export function listComponentArtifacts(release: KubernetesRelease): readonly Artifact[] {
  return [etcd(release.etcd), coredns(release.coredns)];
}

/** Too old to be a module of Go; Debian has packages of it. */
const DEBIAN_ETCD = '3.4.23';

function etcd(version: string): Artifact {
  const into = (names: readonly string[], from = '') =>
    names.map((name) => ({ from: `${from}${name}`, as: `${etcdArchiveRoot(version)}/${name}` }));
  const make: Make =
    version === DEBIAN_ETCD
      ? {
          kind: 'debian-archive',
          packages: ['etcd-server', 'etcd-client'],
          version,
          entries: into(etcdBinaries(version), 'usr/bin/'),
        }
      : { kind: 'go-archive', program: etcdProgram(version), entries: into(etcdBinaries(version)) };
  return {
    path: PATHS.etcd(version),
    official: { kind: 'file', checksumUrl: `https://${PATHS.etcdChecksums(version)}` },
    make,
  };
}

/** Programs in a release's archive. */
export function etcdBinaries(version: string): readonly string[] {
  return version === DEBIAN_ETCD ? ['etcd', 'etcdctl'] : ['etcd', 'etcdctl', 'etcdutl'];
}

function coredns(version: string): Artifact {
  const path = PATHS.coredns(version);
  return {
    path,
    official: { kind: 'file', checksumUrl: `https://${path}.sha256` },
    make: { kind: 'go-archive', program: corednsProgram(version), entries: [{ from: 'coredns', as: 'coredns' }] },
  };
}

export const FLANNEL_ARTIFACTS: readonly Artifact[] = [
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
