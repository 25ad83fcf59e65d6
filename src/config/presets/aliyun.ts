import { describeDockerRepository, describeMinorRepository, KUBERNETES_PACKAGES, type Preset } from './preset';

const MIRROR = 'https://mirrors.aliyun.com';
/** The one repository for all minors has got no release since September 2023; those of single minors begin here. */
const OLDEST_MINOR_OF_ITS_OWN = 24;

/** Mirrors of Alibaba Cloud. Kubernetes comes as packages, since its binaries are not mirrored there. */
export const aliyun: Preset = {
  spec: {
    kubernetes: { install: 'package', imageRepository: 'registry.aliyuncs.com/google_containers' },
    time: { servers: ['ntp.aliyun.com'] },
  },
  kubernetesPackages: (minor) =>
    minor < OLDEST_MINOR_OF_ITS_OWN
      ? describeSharedRepository()
      : describeMinorRepository(`${MIRROR}/kubernetes-new/core/stable`, minor),
  dockerPackages: describeDockerRepository(`${MIRROR}/docker-ce`),
};

function describeSharedRepository(): ReturnType<Preset['kubernetesPackages']> {
  const root = `${MIRROR}/kubernetes`;
  return {
    apt: {
      url: `${root}/apt/`,
      suite: 'kubernetes-xenial',
      components: ['main'],
      keys: [{ url: `${root}/apt/doc/apt-key.gpg` }],
    },
    rpm: {
      url: `${root}/yum/repos/kubernetes-el7-{basearch}/`,
      verify: 'packages',
      exclude: KUBERNETES_PACKAGES,
      keys: [{ url: `${root}/yum/doc/yum-key.gpg` }, { url: `${root}/yum/doc/rpm-package-key.gpg` }],
    },
  };
}
