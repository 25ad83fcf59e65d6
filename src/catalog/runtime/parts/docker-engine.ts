import type { Cluster, RegistryMirror } from '../../../config/cluster';
import { renderCriDockerService } from '../../../render/cri-docker-service';
import { renderCriDockerSocket } from '../../../render/cri-docker-socket';
import { renderDaemonJson } from '../../../render/daemon-json';
import type { FileResource } from '../../../resources/resource';
import type { Download } from '../../download';
import type { Service } from '../../service';
import { cniPlugins } from './cni-plugins';
import type { CriServer, RuntimeInput, RuntimeKind } from '../kind';
import { caOf, insecureRegistriesOf, mirrorFile, registryOf } from './mirror-files';
import { namesIn, type PackageNames } from './package-names';

/** The kubelet speaks to Docker by itself up to v1.23. */
const FIRST_MINOR_WITHOUT_DOCKERSHIM = 24;
const DOCKER_UNIT = 'docker.service';
const CRI_UNIT = 'cri-docker.service';
const CRI_SOCKET_UNIT = 'cri-docker.socket';
const CRI_DIRECTORY = 'cri-dockerd';
const DOCKERSHIM: CriServer = { socket: '/var/run/dockershim.sock', unit: DOCKER_UNIT, isBuiltIn: true };
const CRI_DOCKERD: CriServer = { socket: 'unix:///run/cri-dockerd.sock', unit: CRI_UNIT };

/** Docker Engine of some publisher: behind cri-dockerd, or behind the kubelet's own dockershim where it has one. */
export function dockerEngine(packages: PackageNames): RuntimeKind {
  return {
    unit: DOCKER_UNIT,
    client: 'docker',
    dataDirectory: '/var/lib/docker',
    kernelModules: ['overlay'],
    traces: ['/var/lib/dockershim', '/var/lib/cri-dockerd'],
    criOf: (cluster) => (hasDockershim(cluster) ? DOCKERSHIM : CRI_DOCKERD),
    downloads: (cluster) => [...(hasDockershim(cluster) ? [] : [criDockerd(cluster)]), ...cniPlugins(cluster)],
    packages: (os) => namesIn(os, packages),
    files: (input) => input.cluster.spec.registry.mirrors.flatMap((mirror) => listCas(mirror, input)),
    services: (input) => [describeDocker(input.cluster), ...(hasDockershim(input.cluster) ? [] : describeCri(input))],
  };
}

function hasDockershim({ spec: { kubernetes } }: Cluster): boolean {
  return Number(kubernetes.version.split('.')[1]) < FIRST_MINOR_WITHOUT_DOCKERSHIM;
}

function criDockerd({ spec: { runtime } }: Cluster): Download {
  return {
    artifact: 'criDockerd',
    name: 'cri-dockerd',
    version: runtime.criDockerd.version,
    install: { as: 'archive', into: '/usr/libexec', members: [`${CRI_DIRECTORY}/cri-dockerd`] },
    disruption: 'service',
    runBy: CRI_UNIT,
  };
}

/** Docker looks for the CA of a registry under that registry's own name. */
function listCas(mirror: RegistryMirror, input: RuntimeInput): FileResource[] {
  const ca = caOf(mirror, input);
  if (ca === undefined) return [];
  const registries = new Set(mirror.endpoints.map(registryOf));
  return [...registries].map((registry) => mirrorFile(mirror, `/etc/docker/certs.d/${registry}/ca.crt`, ca));
}

/** Containers live on while Docker restarts (`live-restore`). */
function describeDocker({ spec: { runtime, registry } }: Cluster): Service {
  const ofDockerHub = registry.mirrors.filter(({ host }) => host === 'docker.io');
  const content = renderDaemonJson({
    cgroupDriver: runtime.cgroupDriver,
    mirrors: ofDockerHub.flatMap(({ endpoints }) => endpoints),
    insecureRegistries: [...new Set(registry.mirrors.flatMap(insecureRegistriesOf))],
    overrides: runtime.config,
  });
  return {
    unit: DOCKER_UNIT,
    files: [{ path: '/etc/docker/daemon.json', mode: '0644', content }],
    active: true,
    disruption: 'service',
    pulls: true,
  };
}

/**
 * The kubelet's connections wait at the socket while cri-dockerd restarts. systemd listens on no socket whose service it
 * does not know, so that both files come before either unit; the service follows a restart of the socket that it requires.
 */
function describeCri({ sandboxImage }: RuntimeInput): Service[] {
  const service = renderCriDockerService({ program: `/usr/libexec/${CRI_DIRECTORY}/cri-dockerd`, sandboxImage });
  return [
    {
      unit: CRI_SOCKET_UNIT,
      files: [
        { path: `/etc/systemd/system/${CRI_SOCKET_UNIT}`, mode: '0644', content: renderCriDockerSocket() },
        { path: `/etc/systemd/system/${CRI_UNIT}`, mode: '0644', content: service },
      ],
      active: true,
      disruption: 'service',
    },
    { unit: CRI_UNIT, files: [], active: true, disruption: 'service' },
  ];
}
