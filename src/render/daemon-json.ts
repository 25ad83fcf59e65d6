import { type JsonObject, mergeOverride } from './parts/merge';

export interface DaemonJsonInput {
  readonly cgroupDriver: 'systemd' | 'cgroupfs';
  /** URLs of the mirrors of Docker Hub, tried in order; Docker mirrors no other registry. */
  readonly mirrors: readonly string[];
  /** `host[:port]` of registries without TLS, or with one that is not checked. */
  readonly insecureRegistries: readonly string[];
  /** Merged last. */
  readonly overrides: JsonObject;
}

/**
 * /etc/docker/daemon.json, whole. The kubelet reads logs as `json-file` writes them, and its pods outlive a restart of
 * Docker by `live-restore`. JSON has no comments, so that no header says whose file this is.
 */
export function renderDaemonJson(input: DaemonJsonInput): string {
  const { cgroupDriver, mirrors, insecureRegistries, overrides } = input;
  const base: JsonObject = {
    'exec-opts': [`native.cgroupdriver=${cgroupDriver}`],
    'live-restore': true,
    'log-driver': 'json-file',
    'log-opts': { 'max-size': '100m', 'max-file': '3' },
    'storage-driver': 'overlay2',
    ...(mirrors.length === 0 ? {} : { 'registry-mirrors': mirrors }),
    ...(insecureRegistries.length === 0 ? {} : { 'insecure-registries': insecureRegistries }),
  };
  return `${JSON.stringify(mergeOverride(base, overrides), undefined, 2)}\n`;
}
