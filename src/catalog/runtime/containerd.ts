import type { Cluster, RegistryMirror } from '../../config/cluster';
import { minorOf } from '../../config/kubernetes-support';
import { renderContainerdConfig } from '../../render/containerd-config';
import { renderContainerdService } from '../../render/containerd-service';
import { renderHostsToml } from '../../render/hosts-toml';
import type { FileResource, Resource } from '../../resources/resource';
import type { Download } from '../download';
import type { Service } from '../service';
import { cniPlugins } from './parts/cni-plugins';
import type { RuntimeInput, RuntimeKind } from './kind';
import { caOf, credentialsOf, mirrorFile } from './parts/mirror-files';
import { namesIn, type PackageNames } from './parts/package-names';

const REGISTRY_DIRECTORY = '/etc/containerd/certs.d';
const OWN_UNIT_FILE = '/etc/systemd/system/containerd.service';
const PACKAGES: PackageNames = { deb: ['containerd', 'runc'], rpm: ['containerd.io'] };

/** containerd: from the archives of its publishers with a unit of ours, or the distribution's package with its own. */
export const containerd: RuntimeKind = {
  unit: 'containerd.service',
  client: 'ctr',
  dataDirectory: '/var/lib/containerd',
  kernelModules: ['overlay'],
  traces: [],
  criOf: () => ({ socket: 'unix:///run/containerd/containerd.sock', unit: containerd.unit }),
  downloads: (cluster) => [...(isArchive(cluster) ? listArchives(cluster) : []), ...cniPlugins(cluster)],
  packages: (os) => namesIn(os, PACKAGES),
  packageLimit: ({ spec: { kubernetes } }) =>
    minorOf(kubernetes.version) < FIRST_KUBELET_WITH_CRI_V1
      ? { program: 'containerd', beforeMajor: 2, why: 'it does not speak CRI v1alpha2' }
      : undefined,
  files: (input) => [
    ...(isArchive(input.cluster) ? [] : [OWN_UNIT_GONE]),
    ...input.cluster.spec.registry.mirrors.flatMap((mirror) => listMirrorFiles(mirror, input)),
  ],
  services: (input) => [describeService(input)],
};

/** It would stand before that of the package. */
const OWN_UNIT_GONE: Resource = {
  kind: 'absent',
  path: OWN_UNIT_FILE,
  disruption: 'service',
  why: 'the package brings a unit of its own',
};

/** Kubelets before speak CRI v1alpha2 alone, and containerd 2 speaks v1 alone. */
const FIRST_KUBELET_WITH_CRI_V1 = 23;

function isArchive({ spec }: Cluster): boolean {
  return spec.runtime.install === 'archive';
}

/** Running containers keep the shim they were started by, so that only containerd itself is interrupted. */
function listArchives({ spec: { runtime } }: Cluster): Download[] {
  return [
    {
      artifact: 'containerd',
      name: 'containerd',
      version: runtime.version ?? '',
      install: {
        as: 'archive',
        into: '/usr/local',
        members: ['bin/containerd', 'bin/containerd-shim-runc-v2', 'bin/ctr'],
      },
      disruption: 'service',
      runBy: containerd.unit,
    },
    {
      artifact: 'runc',
      name: 'runc',
      version: runtime.runc.version,
      install: { as: 'binary', path: '/usr/local/sbin/runc', mode: '0755' },
      disruption: 'none',
    },
  ];
}

function listMirrorFiles(mirror: RegistryMirror, input: RuntimeInput): FileResource[] {
  const directory = `${REGISTRY_DIRECTORY}/${mirror.host}`;
  const ca = caOf(mirror, input);
  const credentials = credentialsOf(mirror, input);
  const caPath = `${directory}/ca.crt`;
  const { host, endpoints, skipVerify } = mirror;
  const hostsToml = renderHostsToml({
    host,
    endpoints,
    skipVerify,
    ...(ca !== undefined && { caPath }),
    ...(credentials !== undefined && { authorization: `Basic ${credentials}` }),
  });
  return [
    ...(ca === undefined ? [] : [mirrorFile(mirror, caPath, ca)]),
    mirrorFile(mirror, `${directory}/hosts.toml`, hostsToml, credentials === undefined ? '0644' : '0600'),
  ];
}

function describeService({ cluster, sandboxImage }: RuntimeInput): Service {
  const { version, cgroupDriver, config } = cluster.spec.runtime;
  const content = renderContainerdConfig({
    ...(version !== undefined && { version }),
    cgroupDriver,
    sandboxImage,
    registryDirectory: REGISTRY_DIRECTORY,
    overrides: config,
  });
  return {
    unit: containerd.unit,
    files: [
      ...(isArchive(cluster) ? [{ path: OWN_UNIT_FILE, mode: '0644', content: renderContainerdService() }] : []),
      { path: '/etc/containerd/config.toml', mode: '0644', content },
    ],
    active: true,
    disruption: 'service',
    pulls: true,
  };
}
