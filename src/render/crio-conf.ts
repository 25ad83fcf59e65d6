import { type JsonObject, mergeOverride } from './parts/merge';
import { renderToml } from './parts/toml';

export interface CrioConfInput {
  readonly cgroupDriver: 'systemd' | 'cgroupfs';
  readonly sandboxImage: string;
  /** File with the credentials of registries. */
  readonly authFile?: string;
  /** Merged last. */
  readonly overrides: JsonObject;
}

/** With cgroupfs conmon has to stand in its pod's own control group, with systemd in a slice. Source: crio.conf(5). */
const CONMON_CGROUP = { systemd: 'system.slice', cgroupfs: 'pod' };

/** A file of /etc/crio/crio.conf.d: what differs from CRI-O's own configuration. */
export function renderCrioConf({ cgroupDriver, sandboxImage, authFile, overrides }: CrioConfInput): string {
  const base: JsonObject = {
    crio: {
      runtime: { cgroup_manager: cgroupDriver, conmon_cgroup: CONMON_CGROUP[cgroupDriver] },
      image: { pause_image: sandboxImage, ...(authFile === undefined ? {} : { global_auth_file: authFile }) },
    },
  };
  return renderToml(mergeOverride(base, overrides));
}
