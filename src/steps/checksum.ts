import type { Catalog } from '../catalog/catalog';
import { osFamilyOf } from '../catalog/look-up';
import { secretName } from '../catalog/runtime/parts/mirror-files';
import type { Architecture, SecretRef } from '../config/cluster';
import { artifactSources, type ArtifactSource } from './artifacts';
import { locateKey, repositoriesOf } from './repositories';
import type { StepInput, WorkerInputs } from './step-input';

/** A checksum that neither the cluster file gives nor anybody has fetched from the publisher. */
export class ChecksumMissing extends Error {
  override readonly name = 'ChecksumMissing';
  readonly url: string;
  readonly sha256Url: string | undefined;

  constructor({ title, url, sha256Url, field }: ArtifactSource) {
    const next =
      sha256Url !== undefined && isTrusted(sha256Url) ? `fetch ${sha256Url}, or set ${field}` : `set ${field}`;
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
  readonly secrets: readonly SecretRef[];
}

/** Throws ChecksumMissing where there is no publisher's checksum, or it would travel unencrypted and prove nothing. */
export function findMissingInputs(
  { cluster, node, facts }: Pick<StepInput, 'cluster' | 'node' | 'facts'>,
  inputs: WorkerInputs,
  catalog?: Catalog,
): MissingInputs {
  const checksums = artifactSources(cluster, node, architectureOf(facts), catalog).filter(
    (source) => (source.sha256 ?? inputs.checksums[source.url]) === undefined,
  );
  const { mirrors } = cluster.spec.registry;
  const files = mirrors.flatMap(({ caFile }) => (caFile === undefined ? [] : [caFile]));
  const refs = mirrors.flatMap(({ credentials }) => (credentials === undefined ? [] : [credentials.password]));
  const secrets = new Map(refs.map((ref) => [secretName(ref), ref]));
  return {
    checksums: checksums.map(toPublished),
    files: [...new Set(files)].filter((file) => inputs.files[file] === undefined),
    keys: listKeys(cluster, facts, catalog).filter(({ from }) => inputs.files[from] === undefined),
    secrets: [...secrets].filter(([name]) => inputs.secrets[name] === undefined).map(([, ref]) => ref),
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
  return repositoriesOf(cluster, family, os).flatMap(({ keys }) =>
    keys.map(({ key }) => ({ from: locateKey(key), ...(key.sha256 === undefined ? {} : { sha256: key.sha256 }) })),
  );
}

function toPublished(source: ArtifactSource): MissingInputs['checksums'][number] {
  const { title, url, sha256Url } = source;
  if (sha256Url === undefined || !isTrusted(sha256Url)) throw new ChecksumMissing(source);
  return { title, url, sha256Url };
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
