import { ETCD_ARCHIVE_ROOT, PATHS, kubernetesBinaryPath } from '../artifacts/catalogue';
import { VERSIONS, kubernetesRelease } from '../versions';
import type { Image } from './image';

export const IMAGE_TAGS = {
  etcd: VERSIONS.etcd,
  coredns: `v${VERSIONS.coredns}`,
  flannel: `v${VERSIONS.flannel}`,
  flannelCniPlugin: `v${VERSIONS.flannelCniPlugin}`,
} as const;

/** Registries whose images the lab's registry serves, under the repository names they have there. */
export const MIRRORED_REGISTRIES = ['registry.k8s.io', 'docker.io', 'ghcr.io', 'quay.io'] as const;

/** Every image that a cluster of this Kubernetes version needs in the lab; pure. */
export function listImages(kubernetesVersion: string): readonly Image[] {
  const release = kubernetesRelease(kubernetesVersion);
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
    ...ADD_ONS,
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

const ADD_ONS: readonly Image[] = [
  {
    repository: 'etcd',
    tag: IMAGE_TAGS.etcd,
    files: ['etcd', 'etcdctl', 'etcdutl'].map((name) => ({
      artifact: PATHS.etcd,
      member: `${ETCD_ARCHIVE_ROOT}/${name}`,
      to: `/usr/local/bin/${name}`,
    })),
    entrypoint: ['/usr/local/bin/etcd'],
  },
  {
    repository: 'coredns/coredns',
    tag: IMAGE_TAGS.coredns,
    files: [{ artifact: PATHS.coredns, member: 'coredns', to: '/coredns' }],
    entrypoint: ['/coredns'],
  },
  {
    repository: 'flannel/flannel',
    tag: IMAGE_TAGS.flannel,
    base: 'network',
    files: [{ artifact: PATHS.flanneld, to: '/opt/bin/flanneld' }],
    entrypoint: ['/opt/bin/flanneld'],
  },
  {
    repository: 'flannel/flannel-cni-plugin',
    tag: IMAGE_TAGS.flannelCniPlugin,
    base: 'shell',
    files: [{ artifact: PATHS.flannelCniPlugin, member: './flannel', to: '/flannel' }],
    entrypoint: ['/flannel'],
  },
];
