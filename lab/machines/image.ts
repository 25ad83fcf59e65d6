import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { inTemporaryDirectory } from '../artifacts/archive';
import { attempt, run } from '../command';
import { withLock } from '../lock';
import { cacheDirectory } from '../paths';
import type { Progress } from '../progress';
import type { Software } from '../software';
import { type ImageRecipe, type KindRecipe, bootstrapCommand, hashRecipe, recipeFor } from './recipe';

export const MACHINE_IMAGE_REPOSITORY = 'localhost/slipway-lab-machine';

/** Machines in containers have no hardware of their own. */
const CONTAINER: KindRecipe = {
  packages: [],
  prepare: ['chroot "$1" systemctl mask systemd-udevd systemd-modules-load getty@tty1 console-getty'],
  finish: [],
  overlay: 'machine',
};

/** The image that these machines are made of exists. Returns its reference, which names its recipe. */
export async function ensureMachineImage(software: Software, progress: Progress): Promise<string> {
  const recipe = recipeFor(CONTAINER, software);
  const image = `${MACHINE_IMAGE_REPOSITORY}:${await hashRecipe(recipe)}`;
  const exists = async () => (await attempt(['podman', 'image', 'exists', image])).exitCode === 0;
  if (await exists()) return image;
  await withLock(join(cacheDirectory(), 'machine-image.lock'), async () => {
    const { family = 'debian' } = software;
    if (!(await exists())) await progress.step(`machine image (${family})`, () => buildImage(image, recipe));
  });
  return image;
}

async function buildImage(image: string, recipe: ImageRecipe): Promise<void> {
  await inTemporaryDirectory(async (directory) => {
    const tree = join(directory, 'machine.tar');
    await run(bootstrapCommand(recipe, tree));
    await run(['podman', 'import', '--quiet', tree, image]);
    await rm(tree);
  });
}
