import type { OsFamily, OsRelease } from '../catalog/os/kind';
import type { Cluster, PackageRepository } from '../config/cluster';
import { renderAptSourcesList } from '../render/apt-sources-list';
import { renderRpmRepo } from '../render/rpm-repo';

type Key = NonNullable<PackageRepository['apt']>['keys'][number];

/** One repository as a node's package client is told of it. */
export interface NodeRepository {
  /** Name of its files, and of the repository itself for dnf and yum. */
  readonly id: string;
  readonly path: string;
  readonly content: string;
  readonly keys: readonly { readonly path: string; readonly key: Key }[];
}

/** The repositories of the cluster file that are for the system, and for the package client of its family. */
export function repositoriesOf(
  { spec }: Cluster,
  { packageManager }: OsFamily,
  { id }: Pick<OsRelease, 'id'>,
): NodeRepository[] {
  const describe = packageManager === 'apt' ? describeApt : describeRpm;
  return spec.packages.repositories
    .filter(({ systems }) => systems?.includes(id) ?? true)
    .flatMap((repository) => describe(repository) ?? []);
}

/** Where a key is found by the worker: a path or a URL. */
export function locateKey({ file, url }: Key): string {
  return file ?? url ?? '';
}

function describeApt({ name, apt }: PackageRepository): NodeRepository | undefined {
  if (apt === undefined) return undefined;
  const id = `slipway-${name}`;
  const keys = placeKeys(apt.keys, (part) => `/etc/apt/keyrings/${id}${part}.asc`);
  const content = renderAptSourcesList({ ...apt, keyFiles: keys.map(({ path }) => path) });
  return { id, path: `/etc/apt/sources.list.d/${id}.list`, content, keys };
}

function describeRpm({ name, rpm }: PackageRepository): NodeRepository | undefined {
  if (rpm === undefined) return undefined;
  const id = `slipway-${name}`;
  const keys = placeKeys(rpm.keys, (part) => `/etc/pki/rpm-gpg/RPM-GPG-KEY-${id}${part}`);
  const content = renderRpmRepo({ ...rpm, id, keyFiles: keys.map(({ path }) => path) });
  return { id, path: `/etc/yum.repos.d/${id}.repo`, content, keys };
}

function placeKeys(keys: readonly Key[], path: (part: string) => string): NodeRepository['keys'] {
  return keys.map((key, index) => ({ key, path: path(index === 0 ? '' : `-${index + 1}`) }));
}
