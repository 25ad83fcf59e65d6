import type { DeepReadonly, Runtime } from './cluster';
import type { ClusterFile } from './schema';

const CONTAINERD_ARCHIVE = '1.7.24';

/** The way in which the runtime is installed, and the version of an archive, where the file leaves them open. */
export function resolveRuntime(runtime: DeepReadonly<ClusterFile['spec']['runtime']>): Runtime {
  const isContainerd = runtime.name === 'containerd';
  const install = runtime.install ?? (isContainerd ? 'archive' : 'package');
  const isDefaultArchive = isContainerd && install === 'archive' && runtime.version === undefined;
  return { ...runtime, install, ...(isDefaultArchive && { version: CONTAINERD_ARCHIVE }) };
}
