import { copyFile, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { REPRODUCIBLE_TAR } from '../artifacts/archive';
import { artifactFile } from '../artifacts/cache';
import { run } from '../command';
import { ensureBaseLayer } from './base';
import type { Image, ImageFile } from './image';
import { writeOciLayout } from './oci-layout';

/** Writes the image as an OCI layout into `directory/layout`, which is returned; `directory` is scratch space. */
export async function assembleImage(image: Image, directory: string): Promise<string> {
  const tree = join(directory, 'tree');
  for (const file of image.files) await place(file, tree);
  const top = join(directory, 'layer.tar');
  await run(['tar', ...REPRODUCIBLE_TAR, '-C', tree, '-cf', top, ...topLevelNames(image.files)]);
  const layers = image.base === undefined ? [top] : [await ensureBaseLayer(image.base), top];
  const layout = join(directory, 'layout');
  await writeOciLayout(layout, layers, image);
  return layout;
}

async function place({ artifact, member, to }: ImageFile, tree: string): Promise<void> {
  const target = join(tree, to);
  await mkdir(dirname(target), { recursive: true });
  if (member === undefined) return copyFile(artifactFile(artifact), target);
  await run(['sh', '-c', 'exec tar -xOf "$1" "$2" > "$3"', 'sh', artifactFile(artifact), member, target]);
  await run(['chmod', '755', target]);
  return undefined;
}

/** The layer names no directory of the base's own top, so that it changes no modes and replaces no links there. */
function topLevelNames(files: readonly ImageFile[]): string[] {
  return files.map(({ to }) => to.slice(1));
}
