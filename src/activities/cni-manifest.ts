import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Catalog } from '../catalog/catalog';
import type { KubernetesObject } from '../catalog/kubernetes-object';
import { cniOf } from '../catalog/look-up';
import type { Cluster } from '../config/cluster';
import { failure } from './failures';
import { readObjects } from './kubernetes-objects';
import { onWorker } from './ssh-target';

/** A manifest of some megabytes. */
const FETCH_TIMEOUT_MS = 60_000;

/** Where a manifest comes from; without a checksum only a file of the worker's own. */
type Source = { readonly url: string; readonly sha256: string } | { readonly file: string; readonly sha256?: string };

/** What has a checksum never changes, so one fetch serves every node. */
const fetched = new Map<string, Promise<readonly KubernetesObject[]>>();

/** What is applied for the pod network. Errors: as `fetchCniObjects`. */
export async function cniManifest(cluster: Cluster, catalog: Catalog): Promise<readonly KubernetesObject[]> {
  return fit(cluster, catalog, await fetchCniObjects(cluster, catalog));
}

/**
 * What the manifest of the pod network starts from: the cluster file's own, else its publisher's, verified by sha256;
 * nothing where all is built in. Errors: ApplicationFailure `WorkerFileUnreadable`, `DownloadFailed`, `ArtifactMismatch`.
 */
export async function fetchCniObjects(cluster: Cluster, catalog: Catalog): Promise<readonly KubernetesObject[]> {
  const parts = await Promise.all(sourcesOf(cluster, catalog).map(fetchObjects));
  const objects = parts.flat();
  if (parts.length > 0) fit(cluster, catalog, objects);
  return objects;
}

/** A manifest that cannot be fitted is found out before anything is changed. */
function fit(cluster: Cluster, catalog: Catalog, objects: readonly KubernetesObject[]): readonly KubernetesObject[] {
  try {
    return cniOf(cluster, catalog).manifest(cluster, objects);
  } catch (error) {
    throw failure('ArtifactMismatch', `${(error as Error).message}.`);
  }
}

function sourcesOf(cluster: Cluster, catalog: Catalog): readonly Source[] {
  const { manifest } = cluster.spec.cni;
  if (manifest === undefined) return cniOf(cluster, catalog).sources?.(cluster) ?? [];
  const { url, file = '', sha256 } = manifest;
  if (url === undefined) return [{ file, ...(sha256 !== undefined && { sha256 }) }];
  if (sha256 !== undefined) return [{ url, sha256 }];
  throw failure('ChecksumMissing', `no checksum of ${url} is known.`);
}

function fetchObjects(source: Source): Promise<readonly KubernetesObject[]> {
  if (!('url' in source)) return readLocal(source.file).then((text) => toObjects(text, source.file, source.sha256));
  const key = `${source.url} ${source.sha256}`;
  const known = fetched.get(key);
  if (known !== undefined) return known;
  const objects = download(source.url).then((text) => toObjects(text, source.url, source.sha256));
  fetched.set(key, objects);
  objects.catch(() => fetched.delete(key));
  return objects;
}

function toObjects(text: string, from: string, sha256: string | undefined): readonly KubernetesObject[] {
  const sum = createHash('sha256').update(text).digest('hex');
  if (sha256 !== undefined && sha256 !== sum) {
    throw failure('ArtifactMismatch', `${from} has sha256 ${sum}, and ${sha256} is wanted.`);
  }
  try {
    return readObjects(text);
  } catch (error) {
    throw failure('ArtifactMismatch', `${from} is no manifest: ${(error as Error).message}.`);
  }
}

async function readLocal(path: string): Promise<string> {
  try {
    return await readFile(onWorker(path), 'utf8');
  } catch (error) {
    throw failure('WorkerFileUnreadable', `${path} cannot be read on the worker: ${(error as Error).message}.`);
  }
}

async function download(url: string): Promise<string> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(FETCH_TIMEOUT_MS) });
    if (response.ok) return await response.text();
    throw new Error(`the server answered ${response.status}`);
  } catch (error) {
    throw failure('DownloadFailed', `${url} cannot be fetched by the worker: ${(error as Error).message}.`);
  }
}
