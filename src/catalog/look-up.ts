import type { Cluster } from '../config/cluster';
import { catalog } from './catalog';
import type { CniKind } from './cni/kind';
import type { LoadBalancerKind } from './load-balancer/kind';
import type { OsFamily, OsRelease } from './os/kind';
import type { RuntimeKind } from './runtime/kind';

/** Each throws, with the names that there are, when the catalog has no entry of the cluster's choice. */
export const runtimeOf = ({ spec }: Cluster): RuntimeKind => find('runtime', catalog.runtime, spec.runtime.name);

export const cniOf = ({ spec }: Cluster): CniKind => find('cni', catalog.cni, spec.cni.name);

export const loadBalancerOf = ({ spec }: Cluster): LoadBalancerKind =>
  find('loadBalancer', catalog.loadBalancer, spec.loadBalancer.name);

/**
 * The family that the system itself belongs to, or else the nearest that it says it is like. Undefined for an operating
 * system of no known family, or of a version that its family does not include.
 */
export function osFamilyOf({ id, idLike, versionId }: OsRelease): OsFamily | undefined {
  const families: readonly OsFamily[] = Object.values(catalog.os);
  const major = Number.parseInt(versionId, 10);
  const candidates = families.filter(({ majors: { from = -Infinity, to = Infinity } = {} }) =>
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
