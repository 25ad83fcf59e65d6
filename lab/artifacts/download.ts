import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Artifact } from './artifact';
import { findChecksum, hashFile } from './checksum';
import { extractFromImage } from './image-member';

const PROBE_TIMEOUT_MS = 3_000;
const CHECKSUM_TIMEOUT_MS = 30_000;
const DOWNLOAD_TIMEOUT_MS = 15 * 60_000;

export interface Downloads {
  /** Downloads the artifact into `file`, verified. False when nobody publishes it or its official host does not give it. */
  fetchInto(artifact: Artifact, file: string): Promise<boolean>;
}

/** Downloads from the official addresses; each host is probed once. `scheme` differs in tests only. */
export function officialDownloads(scheme: 'https' | 'http' = 'https'): Downloads {
  const reachable = new Map<string, Promise<boolean>>();
  const isReachable = (address: string) => {
    const host = address.split('/')[0] ?? '';
    const known = reachable.get(host) ?? probe(`${scheme}://${host}/`);
    reachable.set(host, known);
    return known;
  };
  return {
    async fetchInto({ path, official }, file) {
      if (official === undefined || !(await isReachable(path))) return false;
      if (official.kind === 'image') return extractFromImage(official, file, { isTls: scheme === 'https' });
      if (!(await fetchFile(`${scheme}://${path}`, file))) return false;
      await verify(path, official.checksumUrl?.replace(/^https/, scheme), file);
      return true;
    },
  };
}

async function probe(url: string): Promise<boolean> {
  try {
    await fetch(url, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) });
    return true;
  } catch {
    return false;
  }
}

/** False when the host refuses, be it the official one or a gateway on the way. */
async function fetchFile(url: string, file: string): Promise<boolean> {
  const response = await fetch(url, { signal: AbortSignal.timeout(DOWNLOAD_TIMEOUT_MS) });
  if (!response.ok || response.body === null) return false;
  await pipeline(Readable.fromWeb(response.body as never), createWriteStream(file));
  return true;
}

async function verify(path: string, checksumUrl: string | undefined, file: string): Promise<void> {
  if (checksumUrl === undefined) {
    if ((await stat(file)).size === 0) throw new Error(`https://${path} is empty. Nothing was kept.`);
    return;
  }
  const response = await fetch(checksumUrl, { signal: AbortSignal.timeout(CHECKSUM_TIMEOUT_MS) });
  const published = response.ok ? findChecksum(await response.text(), path) : undefined;
  const actual = await hashFile(file);
  if (published === actual) return;
  const want = published ?? `unknown (${checksumUrl} answered ${response.status})`;
  throw new Error(`https://${path}: sha256 ${actual}, published is ${want}. Nothing was kept.`);
}
