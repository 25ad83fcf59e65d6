import { etcdBinaries } from '../artifacts/component-artifacts';
import { PATHS, etcdArchiveRoot, kubernetesBinaryPath } from '../artifacts/paths';
import { type Software, needsCalico, needsCalicoOperator } from '../software';
import { type KubernetesRelease, VERSIONS, kubernetesRelease, minorOf } from '../versions';
import { CALICO_IMAGES, CALICO_OPERATOR_IMAGES } from './calico-images';
import type { Image } from './image';

/** Registries whose images the lab's registry serves, under the repository names they have there. */
export const MIRRORED_REGISTRIES = ['registry.k8s.io', 'docker.io', 'ghcr.io', 'quay.io'] as const;

/** Every image that a cluster of this software needs in the lab; pure. */
export function listImages(software: Software): readonly Image[] {
  const release = kubernetesRelease(software.kubernetesVersion);
  return [
    ...['kube-apiserver', 'kube-controller-manager', 'kube-scheduler'].map((name) => component(name, release.version)),
    { ...component('kube-proxy', release.version), base: 'network' as const },
    {
      repository: 'pause',
      tag: release.pause,
      files: [{ artifact: PATHS.pause(release.pause), to: '/pause' }],
      entrypoint: ['/pause'],
    },
    {
      repository: 'e2e-test-images/agnhost',
      tag: release.agnhost,
      base: 'shell',
      files: [{ artifact: PATHS.agnhost(release.agnhost), to: '/agnhost' }],
      entrypoint: ['/agnhost'],
    },
    etcdImage(release),
    corednsImage(release),
    ...FLANNEL,
    ...(needsCalico(software) ? CALICO_IMAGES : []),
    ...(needsCalicoOperator(software) ? CALICO_OPERATOR_IMAGES : []),
  ];
}

function component(name: string, version: string): Image {
  return {
    repository: name,
    tag: version,
    files: [{ artifact: kubernetesBinaryPath(version, name), to: `/usr/local/bin/${name}` }],
    entrypoint: [`/usr/local/bin/${name}`],
  };
}

/** Debian's programs are linked to libc; those that the lab builds stand alone. */
const LINKED_ETCD = '3.4.23';

function etcdImage({ etcd }: KubernetesRelease): Image {
  return {
    repository: 'etcd',
    tag: etcd,
    ...(etcd === LINKED_ETCD ? { base: 'libc' as const } : {}),
    files: etcdBinaries(etcd).map((name) => ({
      artifact: PATHS.etcd(etcd),
      member: `${etcdArchiveRoot(etcd)}/${name}`,
      to: `/usr/local/bin/${name}`,
    })),
    entrypoint: ['/usr/local/bin/etcd'],
  };
}

/** The minor from which on kubeadm looks for CoreDNS in a folder of its own, under a tag with a v. */
const FIRST_WITH_COREDNS_FOLDER = 21;

/** CoreDNS under the name that kubeadm of the release gives it. */
export function corednsImage({ version, coredns }: KubernetesRelease): Image {
  const hasFolder = minorOf(version) >= FIRST_WITH_COREDNS_FOLDER;
  return {
    repository: hasFolder ? 'coredns/coredns' : 'coredns',
    tag: hasFolder ? `v${coredns}` : coredns,
    files: [{ artifact: PATHS.coredns(coredns), member: 'coredns', to: '/coredns' }],
    entrypoint: ['/coredns'],
  };
}

const FLANNEL: readonly Image[] = [
  {
    repository: 'flannel/flannel',
    tag: `v${VERSIONS.flannel}`,
    base: 'network',
    files: [{ artifact: PATHS.flanneld, to: '/opt/bin/flanneld' }],
    entrypoint: ['/opt/bin/flanneld'],
  },
  {
    repository: 'flannel/flannel-cni-plugin',
    tag: `v${VERSIONS.flannelCniPlugin}`,
    base: 'shell',
    files: [{ artifact: PATHS.flannelCniPlugin, member: './flannel', to: '/flannel' }],
    entrypoint: ['/flannel'],
  },
];
