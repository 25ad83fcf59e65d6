import { type JsonObject, mergeOverride } from './parts/merge';
import { renderToml } from './parts/toml';

export interface ContainerdConfigInput {
  /** Of containerd, such as 1.7.24. */
  readonly version: string;
  readonly sandboxImage: string;
  /** Directory of `<registry host>/hosts.toml`. */
  readonly registryDirectory: string;
  /** Merged last. */
  readonly overrides: JsonObject;
}

/** The kubelet's cgroup driver is systemd as well; the two must agree. */
const RUNC = { runtime_type: 'io.containerd.runc.v2', options: { SystemdCgroup: true } };
const RUNTIMES = { default_runtime_name: 'runc', runtimes: { runc: RUNC } };

/** /etc/containerd/config.toml, whole: format 2 for containerd 1.6 and 1.7, format 3 from 2.0 on. */
export function renderContainerdConfig(input: ContainerdConfigInput): string {
  const base = Number.parseInt(input.version, 10) >= 2 ? formatThree(input) : formatTwo(input);
  return renderToml(mergeOverride(base, input.overrides));
}

function formatTwo({ sandboxImage, registryDirectory }: ContainerdConfigInput): JsonObject {
  return {
    version: 2,
    plugins: {
      'io.containerd.grpc.v1.cri': {
        sandbox_image: sandboxImage,
        containerd: RUNTIMES,
        registry: { config_path: registryDirectory },
      },
    },
  };
}

function formatThree({ sandboxImage, registryDirectory }: ContainerdConfigInput): JsonObject {
  return {
    version: 3,
    plugins: {
      'io.containerd.cri.v1.images': {
        pinned_images: { sandbox: sandboxImage },
        registry: { config_path: registryDirectory },
      },
      'io.containerd.cri.v1.runtime': { containerd: RUNTIMES },
    },
  };
}
