import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** The sha256 of a file, as 64 lowercase hexadecimal digits. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

export function hashText(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/**
 * The checksum of `path` in a publisher's checksum file: a bare sum, or lines of `sum  file` of which one names it.
 * Undefined when the text holds none.
 */
export function findChecksum(text: string, path: string): string | undefined {
  const lines = text.split('\n').map((line) => line.trim().split(/\s+/));
  const named = lines.find(([, file]) => file !== undefined && basename(file.replace(/^\*/, '')) === basename(path));
  const bare = lines.length > 0 && lines[0]?.length === 1 ? lines[0] : undefined;
  const sum = (named ?? bare)?.[0];
  return sum !== undefined && /^[0-9a-f]{64}$/.test(sum) ? sum : undefined;
}
