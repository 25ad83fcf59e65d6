import { VERSIONS } from '../versions';
import type { GoProgram } from './artifact';
import { OF_TODAY } from './go-programs';

/** The lab's own, from lab/sources/crictl. */
export const crictlProgram: GoProgram = {
  name: 'crictl',
  version: `v${VERSIONS.crictl}`,
  require: ['k8s.io/cri-api v0.34.4', 'google.golang.org/grpc v1.72.1'],
  sources: 'crictl',
  packages: { crictl: './crictl' },
  ldflags: [],
};

/** The last Kubernetes that drove Docker itself: cri-dockerd was made of that code. */
const DOCKERSHIM = 'v1.23.17';

/** The lab's own, from lab/sources/cri-dockerd: dockershim behind the flags of cri-dockerd. */
export const criDockerdProgram: GoProgram = {
  name: 'cri-dockerd',
  version: `v${VERSIONS.criDockerd}`,
  require: [`k8s.io/kubernetes ${DOCKERSHIM}`],
  replaceLike: { module: 'k8s.io/kubernetes', version: DOCKERSHIM, twins: DOCKERSHIM.replace(/^v1\./, 'v0.') },
  replace: OF_TODAY,
  sources: 'cri-dockerd',
  packages: { 'cri-dockerd': './cri-dockerd' },
  ldflags: [],
};

/** The lab's own, from lab/sources/crio: the files and the socket of CRI-O before a containerd. */
export const crioProgram: GoProgram = {
  name: 'crio',
  version: `v${VERSIONS.criO}`,
  require: ['github.com/BurntSushi/toml v1.5.0', 'github.com/coreos/go-systemd/v22 v22.5.0'],
  sources: 'crio',
  packages: { crio: './crio' },
  ldflags: [],
};

/** The lab's own, from lab/sources/node-driver-registrar: tells the kubelet of Calico's driver for volumes. */
export const nodeDriverRegistrarProgram: GoProgram = {
  name: 'node-driver-registrar',
  version: `v${VERSIONS.calico}`,
  require: [
    'k8s.io/kubelet v0.34.4',
    'github.com/container-storage-interface/spec v1.9.0',
    'google.golang.org/grpc v1.72.1',
  ],
  sources: 'node-driver-registrar',
  packages: { 'node-driver-registrar': './node-driver-registrar' },
  ldflags: [],
};
