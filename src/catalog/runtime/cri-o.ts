import type { RegistryMirror } from '../../config/cluster';
import { renderAuthJson } from '../../render/auth-json';
import { renderCrioConf } from '../../render/crio-conf';
import { renderRegistriesConf } from '../../render/registries-conf';
import type { Resource } from '../../resources/resource';
import type { Service } from '../service';
import { cniPlugins } from './parts/cni-plugins';
import type { RuntimeInput, RuntimeKind } from './kind';
import { caOf, credentialsOf, mirrorFile, registryOf } from './parts/mirror-files';

const AUTH_FILE = '/etc/crio/slipway-auth.json';
/** Networks that packages of CRI-O bring: they would answer for the pod network before that is there. */
const EXAMPLE_NETWORKS = ['10-crio-bridge.conflist', '100-crio-bridge.conf', '100-crio-bridge.conflist'];

/** CRI-O, from packages that bring conmon and a low-level runtime of their own. Drop-ins are read since 1.18. */
export const criO: RuntimeKind = {
  unit: 'crio.service',
  client: 'crictl',
  dataDirectory: '/var/lib/containers/storage',
  kernelModules: ['overlay'],
  traces: [],
  criOf: () => ({ socket: 'unix:///var/run/crio/crio.sock', unit: criO.unit }),
  downloads: (cluster) => cniPlugins(cluster),
  packages: () => ['cri-o'],
  files: (input) => [
    ...EXAMPLE_NETWORKS.map(removeNetwork),
    ...input.cluster.spec.registry.mirrors.flatMap((mirror) => listCas(mirror, input)),
  ],
  services: (input) => [describeService(input)],
};

function removeNetwork(name: string): Resource {
  return {
    kind: 'absent',
    path: `/etc/cni/net.d/${name}`,
    disruption: 'service',
    why: 'pods wait for the pod network',
  };
}

function listCas(mirror: RegistryMirror, input: RuntimeInput): Resource[] {
  const ca = caOf(mirror, input);
  if (ca === undefined) return [];
  const registries = new Set(mirror.endpoints.map(registryOf));
  return [...registries].map((registry) => mirrorFile(mirror, `/etc/containers/certs.d/${registry}/ca.crt`, ca));
}

/** CRI-O keeps registries in memory: a restart, which containers outlive, reads all that it has anew. */
function describeService(input: RuntimeInput): Service {
  const { runtime, registry } = input.cluster.spec;
  const credentials = listCredentials(input);
  const hasCredentials = Object.keys(credentials).length > 0;
  const crioConf = renderCrioConf({
    cgroupDriver: runtime.cgroupDriver,
    sandboxImage: input.sandboxImage,
    ...(hasCredentials && { authFile: AUTH_FILE }),
    overrides: runtime.config,
  });
  return {
    unit: criO.unit,
    files: [
      { path: '/etc/crio/crio.conf.d/50-slipway.conf', mode: '0644', content: crioConf },
      {
        path: '/etc/containers/registries.conf.d/50-slipway.conf',
        mode: '0644',
        content: renderRegistriesConf(registry),
      },
      ...(hasCredentials ? [{ path: AUTH_FILE, mode: '0600', content: renderAuthJson(credentials) }] : []),
    ],
    active: true,
    disruption: 'service',
    pulls: true,
  };
}

function listCredentials(input: RuntimeInput): Record<string, string> {
  const entries = input.cluster.spec.registry.mirrors.flatMap((mirror) => {
    const credentials = credentialsOf(mirror, input);
    return credentials === undefined
      ? []
      : mirror.endpoints.map((endpoint) => [registryOf(endpoint), credentials] as const);
  });
  return Object.fromEntries(entries);
}
