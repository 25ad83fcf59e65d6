import { type JsonObject, mergeOverride } from './parts/merge';
import { renderToml } from './parts/toml';

export interface ContainerdConfigInput {
  /** Of containerd, such as 1.7.24, or as its package has it; absent where only the package knows. */
  readonly version?: string;
  readonly cgroupDriver: 'systemd' | 'cgroupfs';
  readonly sandboxImage: string;
  /** Directory of `<registry host>/hosts.toml`. */
  readonly registryDirectory: string;
  /** Merged last. */
  readonly overrides: JsonObject;
}

/**
 * /etc/containerd/config.toml, whole: format 3 from 2.0 on, format 2 for 1.6 and 1.7 and where the version is not known,
 * since containerd 2 reads that as well.
 */
export function renderContainerdConfig(input: ContainerdConfigInput): string {
  const base = majorOf(input.version) >= 2 ? formatThree(input) : formatTwo(input);
  return renderToml(mergeOverride(base, input.overrides));
}

/** A package's version may begin with an epoch. */
function majorOf(version = ''): number {
  return Number.parseInt(version.replace(/^\d+:/, ''), 10);
}

function runtimesFor({ cgroupDriver }: ContainerdConfigInput): JsonObject {
  const runc = { runtime_type: 'io.containerd.runc.v2', options: { SystemdCgroup: cgroupDriver === 'systemd' } };
  return { default_runtime_name: 'runc', runtimes: { runc } };
}

function formatTwo(input: ContainerdConfigInput): JsonObject {
  const { sandboxImage, registryDirectory } = input;
  return {
    version: 2,
    plugins: {
      'io.containerd.grpc.v1.cri': {
        sandbox_image: sandboxImage,
        containerd: runtimesFor(input),
        registry: { config_path: registryDirectory },
      },
    },
  };
}

function formatThree(input: ContainerdConfigInput): JsonObject {
  const { sandboxImage, registryDirectory } = input;
  return {
    version: 3,
    plugins: {
      'io.containerd.cri.v1.images': {
        pinned_images: { sandbox: sandboxImage },
        registry: { config_path: registryDirectory },
      },
      'io.containerd.cri.v1.runtime': { containerd: runtimesFor(input) },
    },
  };
}
