import { CALICO_NODE_FILES, type CalicoBinary, TYPHA_CONFIG } from '../artifacts/calico-artifacts';
import { PATHS } from '../artifacts/paths';
import { VERSIONS } from '../versions';
import type { Image, ImageFile } from './image';

const tag = `v${VERSIONS.calico}`;

const binary = (name: CalicoBinary, to: string): ImageFile => ({ artifact: PATHS.calicoBinary(name), to });
const source = (file: string, to: string): ImageFile => ({ artifact: PATHS.calicoSource(file), to });

/** What Calico's manifest names: without BIRD, so without BGP. */
export const CALICO_IMAGES: readonly Image[] = [
  {
    repository: 'calico/node',
    tag,
    base: 'services',
    files: [
      binary('calico-node', '/bin/calico-node'),
      binary('mountns', '/bin/mountns'),
      ...Object.entries(CALICO_NODE_FILES).map(([to, file]) => source(file, to)),
    ],
    entrypoint: ['/usr/sbin/start_runit'],
  },
  {
    repository: 'calico/cni',
    tag,
    // The plugin is of both kinds, by the name that it is called by.
    files: [
      binary('calico', '/opt/cni/bin/calico'),
      binary('calico', '/opt/cni/bin/calico-ipam'),
      binary('install', '/opt/cni/bin/install'),
    ],
    entrypoint: ['/opt/cni/bin/install'],
  },
  {
    repository: 'calico/kube-controllers',
    tag,
    base: 'status',
    files: [binary('kube-controllers', '/usr/bin/kube-controllers'), binary('check-status', '/usr/bin/check-status')],
    entrypoint: ['/usr/bin/kube-controllers'],
  },
  {
    repository: 'calico/typha',
    tag,
    files: [binary('calico-typha', '/usr/bin/calico-typha'), source(TYPHA_CONFIG, '/etc/calico/typha.cfg')],
    entrypoint: ['/usr/bin/calico-typha'],
    // Its pod must not run as root.
    user: 999,
  },
];

/** The operator, and the volumes that it has on every node. */
export const CALICO_OPERATOR_IMAGES: readonly Image[] = [
  {
    repository: 'tigera/operator',
    tag: `v${VERSIONS.calicoOperator}`,
    files: [{ artifact: PATHS.calicoOperator, to: '/usr/bin/operator' }],
    entrypoint: ['/usr/bin/operator'],
  },
  {
    repository: 'calico/pod2daemon-flexvol',
    tag,
    base: 'shell',
    files: [binary('flexvol', '/usr/local/bin/flexvol')],
    entrypoint: ['/bin/cp', '/usr/local/bin/flexvol', '/host/driver/uds'],
  },
  {
    repository: 'calico/csi',
    tag,
    files: [binary('csi-driver', '/usr/bin/csi-driver')],
    entrypoint: ['/usr/bin/csi-driver'],
  },
  {
    repository: 'calico/node-driver-registrar',
    tag,
    files: [{ artifact: PATHS.nodeDriverRegistrar, to: '/usr/bin/node-driver-registrar' }],
    entrypoint: ['/usr/bin/node-driver-registrar'],
  },
];
