import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { cacheDirectory } from '../paths';
import { hashFile } from './checksum';

export const filesDirectory = () => join(cacheDirectory(), 'files');
export const artifactFile = (path: string) => join(filesDirectory(), path);

/** An artifact is whole when its checksum stands beside it: that file is written last. */
export function hasArtifact(path: string): boolean {
  return existsSync(`${artifactFile(path)}.sha256`) && existsSync(artifactFile(path));
}

/** The recorded sha256 of a cached artifact; throws for one that is not there. */
export async function readChecksum(path: string): Promise<string> {
  if (!hasArtifact(path)) throw new Error(`${path} is not in the cache; fill it with: npm run lab -- artifacts`);
  return (await readFile(`${artifactFile(path)}.sha256`, 'utf8')).trim();
}

/** Puts what `write` makes in place under `path`, whole or not at all, with its checksum beside it. */
export async function storeArtifact(path: string, write: (partialFile: string) => Promise<void>): Promise<void> {
  const file = artifactFile(path);
  const partial = `${file}.partial-${process.pid}`;
  await mkdir(dirname(file), { recursive: true });
  try {
    await rm(partial, { force: true });
    await write(partial);
    await chmod(partial, 0o755);
    await writeFile(`${partial}.sha256`, `${await hashFile(partial)}\n`);
    await rename(partial, file);
    await rename(`${partial}.sha256`, `${file}.sha256`);
  } finally {
    await rm(partial, { force: true });
    await rm(`${partial}.sha256`, { force: true });
  }
}
