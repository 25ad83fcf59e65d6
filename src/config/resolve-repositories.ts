import type { DeepReadonly, PackageRepository } from './cluster';
import { minorOf } from './kubernetes-support';
import { PRESETS } from './presets';
import { resolveRuntime } from './resolve-runtime';
import type { ClusterFile } from './schema';

type File = DeepReadonly<ClusterFile>;

/** Name under `packages.repositories` of the one that Kubernetes' packages come from. */
export const KUBERNETES_REPOSITORY = 'kubernetes';

/** Name of the one that Docker's packages come from where the preset names it. */
const DOCKER_REPOSITORY = 'docker-ce';

const BY_DOCKER = ['docker', 'containerd'];

/** The repositories of the file, and those of the preset for what the file names none for. */
export function resolveRepositories(file: File): readonly PackageRepository[] {
  return [...file.spec.packages.repositories, ...kubernetesOf(file), ...dockerOf(file)];
}

function kubernetesOf({ spec }: File): PackageRepository[] {
  const isGiven = spec.packages.repositories.some(({ name }) => name === KUBERNETES_REPOSITORY);
  if (spec.kubernetes.install !== 'package' || isGiven) return [];
  const ofPreset = PRESETS[spec.preset].kubernetesPackages(minorOf(spec.kubernetes.version));
  return ofPreset === undefined ? [] : [{ name: KUBERNETES_REPOSITORY, ...ofPreset }];
}

/** Any other repository of the file may be the one that has the runtime, and other packages come from elsewhere. */
function dockerOf({ spec }: File): PackageRepository[] {
  const { name, install, packages } = resolveRuntime(spec.runtime);
  const isGiven = spec.packages.repositories.some((repository) => repository.name !== KUBERNETES_REPOSITORY);
  if (install !== 'package' || !BY_DOCKER.includes(name) || packages !== undefined || isGiven) return [];
  return [{ name: DOCKER_REPOSITORY, ...PRESETS[spec.preset].dockerPackages }];
}
