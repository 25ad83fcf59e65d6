import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { catalog } from '../catalog/catalog';
import type { Cluster } from '../config/cluster';
import type { Manifest } from '../remote/apply-objects';
import { failure } from './failures';
import { onWorker } from './ssh-target';

/** A manifest of some hundred kilobytes. */
const FETCH_TIMEOUT_MS = 20_000;

/**
 * What is applied for the pod network: the built-in manifest, or the cluster file's own, verified by its sha256.
 * Errors: ApplicationFailure `WorkerFileUnreadable`, `DownloadFailed`, `ArtifactMismatch`.
 */
export async function cniManifest(cluster: Cluster): Promise<Manifest> {
  const { name, manifest } = cluster.spec.cni;
  if (manifest === undefined) return catalog.cni[name as keyof typeof catalog.cni].manifest(cluster);
  const from = manifest.url ?? manifest.file ?? '';
  const text = manifest.url === undefined ? await readLocal(from) : await download(from);
  const sum = createHash('sha256').update(text).digest('hex');
  if (manifest.sha256 !== undefined && manifest.sha256 !== sum) {
    throw failure('ArtifactMismatch', `${from} has sha256 ${sum}, spec.cni.manifest.sha256 is ${manifest.sha256}.`);
  }
  return text;
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
