import type { Cluster, RegistryMirror } from '../../config/cluster';
import { renderContainerdConfig } from '../../render/containerd-config';
import { renderContainerdService } from '../../render/containerd-service';
import { renderHostsToml } from '../../render/hosts-toml';
import type { FileResource } from '../../resources/resource';
import type { Service } from '../service';
import type { Download, RuntimeInput, RuntimeKind } from './kind';

const REGISTRY_DIRECTORY = '/etc/containerd/certs.d';

/** containerd with runc and the reference CNI plugins, from the archives of their publishers. */
export const containerd: RuntimeKind = {
  criSocket: 'unix:///run/containerd/containerd.sock',
  unit: 'containerd.service',
  imageClient: 'ctr',
  kernelModules: ['overlay'],
  downloads: listDownloads,
  files: ({ cluster, workerFiles }) =>
    cluster.spec.registry.mirrors.flatMap((mirror) => listMirrorFiles(mirror, workerFiles)),
  service: describeService,
};

/** Running containers keep the shim they were started by, so that only containerd itself is interrupted. */
function listDownloads({ spec: { runtime, kubernetes } }: Cluster): Download[] {
  const cniPlugins: Download = {
    artifact: 'cniPlugins',
    name: 'CNI plugins',
    version: runtime.cniPlugins.version,
    install: {
      as: 'archive',
      into: '/opt/cni/bin',
      members: ['bandwidth', 'bridge', 'firewall', 'host-local', 'loopback', 'portmap', 'tuning'],
    },
    disruption: 'none',
  };
  return [
    {
      artifact: 'containerd',
      name: 'containerd',
      version: runtime.version,
      install: {
        as: 'archive',
        into: '/usr/local',
        members: ['bin/containerd', 'bin/containerd-shim-runc-v2', 'bin/ctr'],
      },
      disruption: 'service',
    },
    {
      artifact: 'runc',
      name: 'runc',
      version: runtime.runc.version,
      install: { as: 'binary', path: '/usr/local/sbin/runc', mode: '0755' },
      disruption: 'none',
    },
    // Kubernetes' packages bring them along.
    ...(kubernetes.install === 'package' ? [] : [cniPlugins]),
  ];
}

/** containerd reads these at every pull. */
function listMirrorFiles(mirror: RegistryMirror, workerFiles: RuntimeInput['workerFiles']): FileResource[] {
  const directory = `${REGISTRY_DIRECTORY}/${mirror.host}`;
  const file = { kind: 'file', mode: '0644', disruption: 'none', why: `mirror of ${mirror.host}` } as const;
  const hostsToml = (caPath?: string): FileResource => ({
    ...file,
    path: `${directory}/hosts.toml`,
    content: renderHostsToml({ ...mirror, ...(caPath === undefined ? {} : { caPath }) }),
  });
  if (mirror.caFile === undefined) return [hostsToml()];
  const ca = workerFiles[mirror.caFile];
  if (ca === undefined) {
    throw new Error(`the CA of ${mirror.host}'s mirror was not read; read ${mirror.caFile} on the worker first`);
  }
  const caPath = `${directory}/ca.crt`;
  return [{ ...file, path: caPath, content: ca }, hostsToml(caPath)];
}

function describeService({ cluster: { spec }, sandboxImage }: RuntimeInput): Service {
  return {
    unit: containerd.unit,
    files: [
      { path: '/etc/systemd/system/containerd.service', mode: '0644', content: renderContainerdService() },
      {
        path: '/etc/containerd/config.toml',
        mode: '0644',
        content: renderContainerdConfig({
          version: spec.runtime.version,
          sandboxImage,
          registryDirectory: REGISTRY_DIRECTORY,
          overrides: spec.runtime.config,
        }),
      },
    ],
    active: true,
    disruption: 'service',
  };
}
