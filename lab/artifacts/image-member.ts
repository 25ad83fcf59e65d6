import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { attempt, run } from '../command';
import { inTemporaryDirectory } from './archive';
import type { Official } from './artifact';

type ImageMember = Extract<Official, { kind: 'image' }>;

/** Copies one file out of an image of a registry into `file`. False when there is no such image. */
export async function extractFromImage(
  { reference, member }: ImageMember,
  file: string,
  { isTls }: { readonly isTls: boolean },
): Promise<boolean> {
  return inTemporaryDirectory(async (directory) => {
    const copy = ['skopeo', 'copy', '--quiet', '--override-os=linux', '--override-arch=amd64'];
    const copied = await attempt([...copy, `--src-tls-verify=${isTls}`, `docker://${reference}`, `dir:${directory}`]);
    if (copied.exitCode !== 0) return false;
    const manifest = JSON.parse(await readFile(join(directory, 'manifest.json'), 'utf8')) as {
      readonly layers: readonly { readonly digest: string }[];
    };
    // The uppermost layer that has the file has the file that counts.
    for (const { digest } of manifest.layers.toReversed()) {
      if (await extractMember(join(directory, digest.replace('sha256:', '')), member, file)) return true;
    }
    throw new Error(`The image ${reference} has no file /${member}.`);
  });
}

async function extractMember(layer: string, member: string, file: string): Promise<boolean> {
  const names = (await run(['tar', '-tf', layer])).split('\n');
  const name = names.find((one) => one.replace(/^\.?\//, '') === member);
  if (name === undefined) return false;
  await inTemporaryDirectory(async (directory) => {
    await run(['tar', '-xf', layer, '-C', directory, name]);
    await writeFile(file, await readFile(join(directory, name)));
  });
  return true;
}
