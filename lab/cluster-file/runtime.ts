import { MIRRORED_REGISTRIES } from '../images/catalogue';
import {
  type ContainerRuntime,
  type Software,
  containerdRelease,
  isDockerEngine,
  isPackaged,
  needsCriDockerd,
} from '../software';
import { VERSIONS, kubernetesRelease } from '../versions';

/** Settings of the runtime, and of where images come from, that a lab's cluster file has for this software; pure. */
export function renderRuntimeAndImages(software: Software, registryUrl: string, sharesKernel: boolean): object {
  const { pause, agnhost } = kubernetesRelease(software.kubernetesVersion);
  // Docker mirrors Docker Hub alone, so that Kubernetes' own images are asked for at the registry itself.
  const isDocker = isDockerEngine(software);
  const repository = isDocker ? new URL(registryUrl).host : 'registry.k8s.io';
  const mirrored = isDocker ? ['docker.io'] : MIRRORED_REGISTRIES;
  const { config, ...runtime } = RUNTIMES[software.runtime ?? 'containerd'](software);
  return {
    runtime: {
      ...runtime,
      // Machines with kernels of their own refuse nothing that it would keep from being asked for.
      ...(sharesKernel ? { config } : {}),
      sandboxImage: `${repository}/pause:${pause}`,
    },
    registry: { mirrors: mirrored.map((host) => ({ host, endpoints: [registryUrl] })) },
    images: { smokeTest: `${repository}/e2e-test-images/agnhost:${agnhost}` },
  };
}

interface RuntimeSettings {
  readonly name: string;
  readonly config: object;
}

function renderContainerd(software: Software): RuntimeSettings {
  const { version, runc } = containerdRelease(software);
  const plugin = version.startsWith('1.') ? 'io.containerd.grpc.v1.cri' : 'io.containerd.cri.v1.runtime';
  const archives = { version, runc: { version: runc }, cniPlugins: { version: VERSIONS.cniPlugins } };
  return {
    name: 'containerd',
    ...(isPackaged('runtime', software) ? { install: 'package' } : archives),
    // The host may lack CAP_SYS_RESOURCE.
    config: { plugins: { [plugin]: { restrict_oom_score_adj: true } } },
  };
}

/** It asks runc for nothing that a host without CAP_SYS_RESOURCE refuses. */
const LAB_RUNC = '/usr/local/sbin/lab-runc';

function renderDocker(software: Software): RuntimeSettings {
  return {
    name: software.runtime ?? 'docker',
    ...(needsCriDockerd(software) ? { criDockerd: { version: VERSIONS.criDockerd } } : {}),
    ...renderCniPlugins(software),
    config: { 'default-runtime': 'lab-runc', runtimes: { 'lab-runc': { path: LAB_RUNC } } },
  };
}

function renderCriO(software: Software): RuntimeSettings {
  return {
    name: 'cri-o',
    ...renderCniPlugins(software),
    config: {
      crio: { runtime: { default_runtime: 'lab-runc', runtimes: { 'lab-runc': { runtime_path: LAB_RUNC } } } },
    },
  };
}

/** Kubernetes' packages bring them along. */
function renderCniPlugins(software: Software): object {
  return isPackaged('kubernetes', software) ? {} : { cniPlugins: { version: VERSIONS.cniPlugins } };
}

const RUNTIMES: Readonly<Record<ContainerRuntime, (software: Software) => RuntimeSettings>> = {
  containerd: renderContainerd,
  docker: renderDocker,
  mirantis: renderDocker,
  'cri-o': renderCriO,
};
