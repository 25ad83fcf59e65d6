import type { Cluster } from '../config/cluster';
import { type Catalog, catalog as builtIn } from './catalog';
import type { CniKind } from './cni/kind';
import type { LoadBalancerKind } from './load-balancer/kind';
import type { OsFamily, OsRelease } from './os/kind';
import type { CriServer, RuntimeKind } from './runtime/kind';

/** Each throws, with the names that there are, when the catalog has no entry of the cluster's choice. */
export const runtimeOf = ({ spec }: Cluster, catalog: Catalog = builtIn): RuntimeKind =>
  find('runtime', catalog.runtime, spec.runtime.name);

/** What answers the kubelet on the cluster's nodes. */
export const criOf = (cluster: Cluster, catalog: Catalog = builtIn): CriServer =>
  runtimeOf(cluster, catalog).criOf(cluster);

export const cniOf = ({ spec }: Cluster, catalog: Catalog = builtIn): CniKind =>
  find('cni', catalog.cni, spec.cni.name);

export const loadBalancerOf = ({ spec }: Cluster, catalog: Catalog = builtIn): LoadBalancerKind =>
  find('loadBalancer', catalog.loadBalancer, spec.loadBalancer.name);

/**
 * The family that the system itself belongs to, or else the nearest that it says it is like. Undefined for an operating
 * system of no known family, or of a version that its family does not include.
 */
export function osFamilyOf({ id, idLike, versionId }: OsRelease, catalog: Catalog = builtIn): OsFamily | undefined {
  const major = Number.parseInt(versionId, 10);
  const candidates = Object.values(catalog.os).filter(({ majors: { from = -Infinity, to = Infinity } = {} }) =>
    Number.isNaN(major) ? to === Infinity : from <= major && major <= to,
  );
  return [id, ...idLike].flatMap((name) => candidates.filter(({ ids }) => ids.includes(name)))[0];
}

function find<Entry>(kind: string, entries: Readonly<Record<string, Entry>>, name: string): Entry {
  const entry = Object.hasOwn(entries, name) ? entries[name] : undefined;
  if (entry !== undefined) return entry;
  throw new Error(
    `the catalog has no ${kind} "${name}"; set spec.${kind}.name to one of ${Object.keys(entries).join(', ')}`,
  );
}
