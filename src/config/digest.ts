import { createHash } from 'node:crypto';
import type { Cluster } from './cluster';

/** SHA-256, in hex, of the cluster as JSON with sorted keys: equal for two files that want the same. */
export function clusterDigest(cluster: Cluster): string {
  return createHash('sha256').update(canonicalJson(cluster)).digest('hex');
}

/** JSON with the keys of every object in code point order and no blanks; undefined properties are left out. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  const sorted = entries.toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(',')}}`;
}
