import type { Catalog } from '../catalog/catalog';
import { osFamilyOf } from '../catalog/look-up';
import type { Architecture } from '../config/cluster';
import { artifactSources, type ArtifactSource } from './artifacts';
import { locateKey, repositoriesOf } from './repositories';
import type { StepInput, WorkerInputs } from './step-input';

/** A checksum that neither the cluster file gives nor anybody has fetched from the publisher. */
export class ChecksumMissing extends Error {
  override readonly name = 'ChecksumMissing';
  readonly url: string;
  readonly sha256Url: string;

  constructor({ title, url, sha256Url, field }: ArtifactSource) {
    const next = isTrusted(sha256Url) ? `fetch ${sha256Url}, or set ${field}` : `set ${field}`;
    super(`no checksum of ${title} (${url}) is known; ${next}`);
    this.url = url;
    this.sha256Url = sha256Url;
  }
}

/** What must be fetched, or read on the worker, before the steps of a node can be made. */
export interface MissingInputs {
  /** Publishers' checksums: the file at `sha256Url` holds a bare sum, or lines of `sum  file`, for `url`. */
  readonly checksums: readonly { readonly title: string; readonly url: string; readonly sha256Url: string }[];
  /** Paths of files on the worker. */
  readonly files: readonly string[];
  /** Keys of package repositories, in `inputs.files` once they are read; `from` is a path or a URL. */
  readonly keys: readonly { readonly from: string; readonly sha256?: string }[];
}

/** Throws ChecksumMissing where the publisher's checksum would travel unencrypted: it would prove nothing. */
export function findMissingInputs(
  { cluster, node, facts }: Pick<StepInput, 'cluster' | 'node' | 'facts'>,
  inputs: WorkerInputs,
  catalog?: Catalog,
): MissingInputs {
  const checksums = artifactSources(cluster, node, architectureOf(facts), catalog).filter(
    (source) => (source.sha256 ?? inputs.checksums[source.url]) === undefined,
  );
  const untrusted = checksums.find(({ sha256Url }) => !isTrusted(sha256Url));
  if (untrusted !== undefined) throw new ChecksumMissing(untrusted);
  const files = cluster.spec.registry.mirrors.flatMap(({ caFile }) => (caFile === undefined ? [] : [caFile]));
  return {
    checksums: checksums.map(({ title, url, sha256Url }) => ({ title, url, sha256Url })),
    files: [...new Set(files)].filter((file) => inputs.files[file] === undefined),
    keys: listKeys(cluster, facts, catalog).filter(({ from }) => inputs.files[from] === undefined),
  };
}

/** The keys of the repositories that this node is given. */
function listKeys(
  cluster: StepInput['cluster'],
  { os }: StepInput['facts'],
  catalog: Catalog | undefined,
): MissingInputs['keys'] {
  const family = osFamilyOf(os, catalog);
  if (family === undefined) return [];
  return repositoriesOf(cluster, family).flatMap(({ keys }) =>
    keys.map(({ key }) => ({ from: locateKey(key), ...(key.sha256 === undefined ? {} : { sha256: key.sha256 }) })),
  );
}

/** Throws ChecksumMissing. */
export function checksumOf(source: ArtifactSource, { checksums }: WorkerInputs): string {
  const sha256 = source.sha256 ?? checksums[source.url];
  if (sha256 === undefined) throw new ChecksumMissing(source);
  return sha256;
}

/** Throws for an architecture that nothing is published for. */
export function architectureOf({ architecture }: StepInput['facts']): Architecture {
  if (architecture !== 'unknown') return architecture;
  throw new Error('the architecture of the node is neither amd64 nor arm64; Kubernetes cannot be installed on it');
}

function isTrusted(url: string): boolean {
  return url.startsWith('https://');
}
