import { VERSIONS } from '../versions';
import type { Artifact, GoProgram } from './artifact';
import { PATHS } from './paths';
import { nodeDriverRegistrarProgram } from './stand-ins';

const MODULE = 'github.com/projectcalico/calico';
/** The commit of the release: its tags are no versions of the module. */
const MODULE_VERSION = 'v1.11.0-cni-plugin.0.20250813170300-a0db560f0520';

/** Package of each program; without C, so that its eBPF data plane is left out. */
const PACKAGES = {
  'calico-node': `${MODULE}/node/cmd/calico-node`,
  calico: `${MODULE}/cni-plugin/cmd/calico`,
  install: `${MODULE}/cni-plugin/cmd/install`,
  'calico-typha': `${MODULE}/typha/cmd/calico-typha`,
  'kube-controllers': `${MODULE}/kube-controllers/cmd/kube-controllers`,
  'check-status': `${MODULE}/kube-controllers/cmd/check-status`,
} as const;

/** Volumes by which pods talk to the policy agent of their node; the operator has them on every node. */
const VOLUME_PACKAGES = {
  'csi-driver': `${MODULE}/pod2daemon/csidriver`,
  flexvol: `${MODULE}/pod2daemon/flexvol`,
} as const;

export type CalicoBinary = keyof typeof PACKAGES | keyof typeof VOLUME_PACKAGES | 'mountns';

/** Variables that hold the version. */
const STAMPED = [
  'main.VERSION',
  `${MODULE}/node/pkg/lifecycle/startup.VERSION`,
  ...['node', 'felix', 'typha/pkg'].map((part) => `${MODULE}/${part}/buildinfo.GitVersion`),
];

/** Everything that Calico runs; one program, so that what they share is compiled once. */
export const calicoProgram: GoProgram = {
  name: 'calico',
  version: `v${VERSIONS.calico}`,
  require: [`${MODULE} ${MODULE_VERSION}`],
  replaceLike: { module: MODULE, version: MODULE_VERSION, twins: 'v0.0.0-20240708202104-e3f70b269c2c' },
  packages: PACKAGES,
  ldflags: STAMPED.map((symbol) => `-X ${symbol}=v${VERSIONS.calico}`),
};

/** Mounts control groups where calico/node looks for them; it changes to the machine's namespaces by C. */
const mountnsProgram: GoProgram = {
  ...calicoProgram,
  name: 'calico-mountns',
  packages: { mountns: `${MODULE}/node/cmd/mountns` },
  ldflags: ['-linkmode external', '-extldflags -static'],
  cgo: true,
};

const volumesProgram: GoProgram = { ...calicoProgram, name: 'calico-volumes', packages: VOLUME_PACKAGES };

const OPERATOR = 'github.com/tigera/operator';
const OPERATOR_VERSION = `v${VERSIONS.calicoOperator}`;
/** The release of Calico that this operator was published with. */
const PUBLISHED_WITH = 'v3.28.1';

/**
 * Its table of the versions that it installs is made anew for each release of Calico; here it is that of the lab's. The
 * controllers of that release list their settings, which the operator of the release allows them.
 */
const operatorProgram: GoProgram = {
  name: 'calico-operator',
  version: OPERATOR_VERSION,
  require: [`${OPERATOR} ${OPERATOR_VERSION}`],
  replaceLike: { module: OPERATOR, version: OPERATOR_VERSION },
  edits: [
    { file: 'pkg/components/calico.go', find: PUBLISHED_WITH, replacement: `v${VERSIONS.calico}` },
    {
      file: 'pkg/render/kubecontrollers/kube-controllers.go',
      find: '{"get", "create", "update", "watch"}',
      replacement: '{"get", "create", "list", "update", "watch"}',
    },
  ],
  packages: { operator: OPERATOR },
  ldflags: [`-X ${OPERATOR}/version.VERSION=${OPERATOR_VERSION}`],
};

const SERVICES = ['felix', 'monitor-addresses', 'allocate-tunnel-addrs', 'node-status-reporter', 'cni'];

/** Files of calico/node that start its services, by where they stand in its image; BIRD's are left out, as it is. */
export const CALICO_NODE_FILES: Readonly<Record<string, string>> = {
  '/usr/sbin/start_runit': 'node/filesystem/sbin/start_runit',
  ...Object.fromEntries(
    ['/etc/rc.local', '/etc/calico/felix.cfg', ...SERVICES.map((name) => `/etc/service/available/${name}/run`)].map(
      (file) => [file, `node/filesystem${file}`],
    ),
  ),
};

export const TYPHA_CONFIG = 'typha/docker-image/typha.cfg';

/** SHA-256 as published with the release, so that a manifest which is not that one is refused by the install. */
export const CALICO_MANIFEST_SUMS = {
  'calico-typha.yaml': '0126ae47ad72cd8c6266f5ea07a299c0ab0ff56a6f06743d26494b10291080f0',
  'canal.yaml': 'f9061c2a1d969e076ad1284195cae930ced87bb5bf7bd74960755d9aa15416ef',
  'tigera-operator.yaml': '69159fe3450ff0cf8b6db29e2b011a287ed5d8de341e81812c98aae69d3e51b5',
} as const;

/** Programs are always built: those in the published images need the libraries of these images. */
export const CALICO_ARTIFACTS: readonly Artifact[] = [
  ...listBinaries(calicoProgram),
  ...listBinaries(mountnsProgram),
  ...Object.keys(CALICO_MANIFEST_SUMS).map((file) => sourceFile(PATHS.calicoManifest(file), `manifests/${file}`)),
  ...[...Object.values(CALICO_NODE_FILES), TYPHA_CONFIG].map((file) => sourceFile(PATHS.calicoSource(file), file)),
];

export const CALICO_OPERATOR_ARTIFACTS: readonly Artifact[] = [
  ...listBinaries(volumesProgram),
  { path: PATHS.calicoOperator, make: { kind: 'go-binary', program: operatorProgram, binary: 'operator' } },
  {
    path: PATHS.nodeDriverRegistrar,
    make: { kind: 'go-binary', program: nodeDriverRegistrarProgram, binary: 'node-driver-registrar' },
  },
];

function listBinaries(program: GoProgram): Artifact[] {
  return Object.keys(program.packages).map((binary) => ({
    path: PATHS.calicoBinary(binary),
    make: { kind: 'go-binary', program, binary },
  }));
}

function sourceFile(path: string, file: string): Artifact {
  return {
    path,
    official: { kind: 'file' },
    make: { kind: 'go-module-file', module: MODULE, version: MODULE_VERSION, file },
  };
}
