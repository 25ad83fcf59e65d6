import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { failure } from './failures';
import { onWorker } from './ssh-target';

/** A key of some kilobytes. */
const FETCH_TIMEOUT_MS = 20_000;
/** A publisher prolongs a key now and then; one fetch serves all nodes of a run. */
const MAX_AGE_MS = 10 * 60_000;
const BEGIN = '-----BEGIN PGP PUBLIC KEY BLOCK-----';
const END = '-----END PGP PUBLIC KEY BLOCK-----';

interface KeySource {
  readonly from: string;
  readonly sha256?: string;
}

const known = new Map<string, { readonly key: Promise<string>; readonly atMs: number }>();

/**
 * The public key at `from`, a path on this worker or a URL, as armored text; `sha256` is that of the bytes found there.
 * Errors: ApplicationFailure `WorkerFileUnreadable`, `DownloadFailed`, `ArtifactMismatch`.
 */
export function readRepositoryKey(source: KeySource): Promise<string> {
  const name = `${source.from} ${source.sha256 ?? ''}`;
  const cached = known.get(name);
  if (cached !== undefined && Date.now() - cached.atMs < MAX_AGE_MS) return cached.key;
  const key = readKey(source);
  known.set(name, { key, atMs: Date.now() });
  key.catch(() => known.delete(name));
  return key;
}

async function readKey({ from, sha256 }: KeySource): Promise<string> {
  const isUrl = /^https?:/.test(from);
  const bytes = isUrl ? await download(from) : await readLocal(from);
  const sum = createHash('sha256').update(bytes).digest('hex');
  if (sha256 !== undefined && sha256 !== sum) {
    throw failure('ArtifactMismatch', `the key at ${from} has sha256 ${sum}, the cluster file says ${sha256}.`);
  }
  const key = armorKey(bytes);
  if (key !== undefined) return key;
  throw failure(isUrl ? 'DownloadFailed' : 'WorkerFileUnreadable', `${from} holds no OpenPGP public key.`);
}

async function readLocal(path: string): Promise<Buffer> {
  try {
    return await readFile(onWorker(path));
  } catch (error) {
    throw failure('WorkerFileUnreadable', `${path} cannot be read on the worker: ${(error as Error).message}.`);
  }
}

async function download(url: string): Promise<Buffer> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(FETCH_TIMEOUT_MS) });
    if (response.ok) return Buffer.from(await response.arrayBuffer());
    throw new Error(`the server answered ${response.status}`);
  } catch (error) {
    throw failure('DownloadFailed', `the key at ${url} cannot be fetched by the worker: ${(error as Error).message}.`);
  }
}

/** The key as text (RFC 9580, section 6); undefined for bytes that are no public key. Publishers serve either form. */
export function armorKey(bytes: Buffer): string | undefined {
  const text = bytes.toString('latin1');
  if (text.includes(BEGIN)) return `${text.slice(text.indexOf(BEGIN)).trimEnd()}\n`;
  // The tag of a public key packet, in the old form with any length type or in the new one.
  const tag = bytes[0] ?? 0;
  if ((tag & 0xfc) !== 0x98 && tag !== 0xc6) return undefined;
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  return [BEGIN, '', ...lines, `=${checksum(bytes).toString('base64')}`, END, ''].join('\n');
}

/** CRC-24 of OpenPGP's armor, without which older programs refuse it. */
function checksum(bytes: Buffer): Buffer {
  let crc = 0xb7_04_ce;
  for (const byte of bytes) {
    crc ^= byte << 16;
    for (let bit = 0; bit < 8; bit += 1) {
      crc <<= 1;
      if (crc & 0x1_00_00_00) crc ^= 0x1_86_4c_fb;
    }
  }
  return Buffer.from([(crc >> 16) & 0xff, (crc >> 8) & 0xff, crc & 0xff]);
}
