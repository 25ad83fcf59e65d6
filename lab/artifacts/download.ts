import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Artifact } from './artifact';
import { findChecksum, hashFile } from './checksum';

const PROBE_TIMEOUT_MS = 3_000;
const CHECKSUM_TIMEOUT_MS = 30_000;

export interface Downloads {
  /** Downloads the artifact into `file`, verified. False when its official host cannot be reached or does not have it. */
  fetchInto(artifact: Artifact, file: string): Promise<boolean>;
}

/** Downloads from the official addresses; each host is probed once. `scheme` differs in tests only. */
export function officialDownloads(scheme: 'https' | 'http' = 'https'): Downloads {
  const reachable = new Map<string, Promise<boolean>>();
  const isReachable = (host: string) => {
    const known = reachable.get(host) ?? probe(`${scheme}://${host}/`);
    reachable.set(host, known);
    return known;
  };
  return {
    async fetchInto(artifact, file) {
      const host = artifact.path.split('/')[0] ?? '';
      if (!artifact.published || !(await isReachable(host))) return false;
      const response = await fetch(`${scheme}://${artifact.path}`);
      if (response.status === 404) return false;
      if (!response.ok || response.body === null) {
        throw new Error(`https://${artifact.path} answered ${response.status}; try again later.`);
      }
      await pipeline(Readable.fromWeb(response.body as never), createWriteStream(file));
      await verify(artifact, file, scheme);
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

async function verify(artifact: Artifact, file: string, scheme: string): Promise<void> {
  if (artifact.checksumUrl === undefined) {
    if ((await readFile(file)).length === 0) throw new Error(`https://${artifact.path} is empty.`);
    return;
  }
  const url = artifact.checksumUrl.replace(/^https/, scheme);
  const response = await fetch(url, { signal: AbortSignal.timeout(CHECKSUM_TIMEOUT_MS) });
  const published = response.ok ? findChecksum(await response.text(), artifact.path) : undefined;
  const actual = await hashFile(file);
  if (published === actual) return;
  const want = published ?? `unknown (${artifact.checksumUrl} answered ${response.status})`;
  throw new Error(`https://${artifact.path}: sha256 ${actual}, published is ${want}. Nothing was kept.`);
}
