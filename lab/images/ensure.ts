import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { readChecksum } from '../artifacts/cache';
import { hashText } from '../artifacts/checksum';
import { run } from '../command';
import { withLock } from '../lock';
import { cacheDirectory } from '../paths';
import type { Progress } from '../progress';
import type { Software } from '../software';
import { ensureDaemon, stopDaemon } from '../services/daemon';
import { prepareRegistry } from '../services/registry';
import { assembleImage } from './assemble';
import { baseRecipe } from './base';
import { listImages } from './catalogue';
import type { Image } from './image';

/** Every image of this software is in the registry's storage. Returns how many had to be made. */
export async function ensureImages(software: Software, progress: Progress): Promise<number> {
  const missingNow = () => selectMissing(listImages(software));
  if ((await missingNow()).length === 0) return 0;
  return withLock(join(cacheDirectory(), 'images.lock'), async () => {
    const missing = await missingNow();
    await withScratchRegistry(async (address, scratch) => {
      for (const image of missing) {
        await progress.step(`image ${image.repository}:${image.tag}`, () => pushImage(image, address, scratch));
      }
    });
    return missing.length;
  });
}

const recordFile = ({ repository, tag }: Image) => join(cacheDirectory(), 'images', repository, `${tag}.made-of`);

/** Digest of everything an image is made of; a changed artifact or recipe makes it anew. */
async function hashInputs(image: Image): Promise<string> {
  const checksums = await Promise.all(image.files.map((file) => readChecksum(file.artifact)));
  return hashText(JSON.stringify([image, checksums, image.base === undefined ? '' : baseRecipe(image.base)]));
}

async function selectMissing(images: readonly Image[]): Promise<Image[]> {
  const missing: Image[] = [];
  for (const image of images) {
    const file = recordFile(image);
    const isMade = existsSync(file) && (await readFile(file, 'utf8')) === (await hashInputs(image));
    if (!isMade) missing.push(image);
  }
  return missing;
}

async function pushImage(image: Image, address: string, scratch: string): Promise<void> {
  const directory = await mkdtemp(join(scratch, 'image-'));
  const layout = await assembleImage(image, directory);
  const target = `docker://${address}/${image.repository}:${image.tag}`;
  await run(['skopeo', 'copy', '--quiet', '--preserve-digests', '--dest-tls-verify=false', `oci:${layout}`, target]);
  await rm(directory, { recursive: true });
  await mkdir(dirname(recordFile(image)), { recursive: true });
  await writeFile(recordFile(image), await hashInputs(image));
}

/** A writable registry over the common storage, on the loopback only, for as long as `work` runs. */
async function withScratchRegistry(work: (address: string, scratch: string) => Promise<void>): Promise<void> {
  const scratch = await mkdtemp(join(cacheDirectory(), 'scratch-'));
  const address = `127.0.0.1:${await findFreePort()}`;
  const registry = await prepareRegistry(scratch, address, { isReadOnly: false });
  try {
    await ensureDaemon(registry);
    await work(address, scratch);
  } finally {
    await stopDaemon(registry);
    await rm(scratch, { recursive: true, force: true });
  }
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
