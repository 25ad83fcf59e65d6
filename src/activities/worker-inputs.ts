import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Catalog } from '../catalog/catalog';
import { secretName } from '../catalog/runtime/parts/mirror-files';
import type { Cluster, Node, SecretRef } from '../config/cluster';
import { readWorkerSecret } from '../remote/worker-secret';
import { findMissingInputs, NO_WORKER_INPUTS, type StepFacts, type WorkerInputs } from '../steps';
import { fetchCniObjects } from './cni-manifest';
import { failure } from './failures';
import { readRepositoryKey } from './read-repository-key';
import { onWorker, secretOnWorker } from './ssh-target';

/** A checksum file of some hundred bytes. */
const FETCH_TIMEOUT_MS = 20_000;

/** A publisher's checksum of a released file never changes, so one fetch serves every node. */
const checksums = new Map<string, Promise<string>>();

/**
 * What the steps of a node need and the cluster file only points to: publishers' checksums, files and secrets on this
 * worker, keys, the manifest of the pod network. It must not leave the activity: no input, result or message of a
 * workflow may hold it. Errors: ApplicationFailure `ChecksumUnavailable`, `WorkerFileUnreadable`, those of
 * `readRepositoryKey` and `fetchCniObjects`; ChecksumMissing.
 */
export async function resolveWorkerInputs(
  cluster: Cluster,
  node: Node,
  facts: StepFacts,
  catalog: Catalog,
): Promise<WorkerInputs> {
  const missing = findMissingInputs({ cluster, node, facts }, NO_WORKER_INPUTS, catalog);
  const [sums, files, keys, secrets, cniObjects] = await Promise.all([
    Promise.all(missing.checksums.map(async (each) => [each.url, await fetchChecksum(each)] as const)),
    Promise.all(missing.files.map(async (path) => [path, await readWorkerFile(path)] as const)),
    Promise.all(missing.keys.map(async (key) => [key.from, await readRepositoryKey(key)] as const)),
    Promise.all(missing.secrets.map(async (ref) => [secretName(ref), await readPassword(ref)] as const)),
    fetchCniObjects(cluster, catalog),
  ]);
  return {
    checksums: Object.fromEntries(sums),
    files: Object.fromEntries([...files, ...keys]),
    secrets: Object.fromEntries(secrets),
    cniObjects,
  };
}

function fetchChecksum({ url, sha256Url, title }: { url: string; sha256Url: string; title: string }): Promise<string> {
  const key = `${sha256Url} ${url}`;
  const known = checksums.get(key);
  if (known !== undefined) return known;
  const fetched = download(sha256Url, title).then((text) => {
    const sum = findChecksum(text, basename(new URL(url).pathname));
    if (sum === undefined) throw failure('ChecksumUnavailable', `${sha256Url} holds no SHA-256 of ${title} (${url}).`);
    return sum;
  });
  checksums.set(key, fetched);
  fetched.catch(() => checksums.delete(key));
  return fetched;
}

async function download(url: string, title: string): Promise<string> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(FETCH_TIMEOUT_MS) });
    if (response.ok) return await response.text();
    throw new Error(`the server answered ${response.status}`);
  } catch (error) {
    const { message, cause } = error as Error;
    const why = cause instanceof Error ? `${message}: ${cause.message}` : message;
    throw failure('ChecksumUnavailable', `the checksum of ${title} cannot be fetched from ${url}: ${why}.`);
  }
}

/** The sum in a file that holds a bare sum, or lines of `sum  file` of which one names `fileName`. */
export function findChecksum(text: string, fileName: string): string | undefined {
  const lines = text.split('\n').map((line) => /^([0-9a-f]{64})(?:\s+[*]?(\S+))?\s*$/i.exec(line.trim()));
  const entries = lines.flatMap((match) => (match ? [{ sum: (match[1] ?? '').toLowerCase(), name: match[2] }] : []));
  const named = entries.find(({ name }) => name !== undefined && basename(name) === fileName);
  const [only, ...others] = entries;
  const bare = others.length === 0 && only?.name === undefined ? only : undefined;
  return (named ?? bare)?.sum;
}

/** Errors: ApplicationFailure `WorkerFileUnreadable`. */
export async function readWorkerFile(path: string): Promise<string> {
  try {
    return await readFile(onWorker(path), 'utf8');
  } catch (error) {
    throw failure('WorkerFileUnreadable', `${path} cannot be read on the worker: ${(error as Error).message}.`);
  }
}

async function readPassword(ref: SecretRef): Promise<string> {
  try {
    return await readWorkerSecret('password of a registry', secretOnWorker(ref));
  } catch (error) {
    throw failure('WorkerFileUnreadable', (error as Error).message);
  }
}
