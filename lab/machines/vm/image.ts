import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { inTemporaryDirectory } from '../../artifacts/archive';
import { run } from '../../command';
import { withLock } from '../../lock';
import { cacheDirectory } from '../../paths';
import type { Progress } from '../../progress';
import type { Software } from '../../software';
import { type ImageRecipe, type KindRecipe, bootstrapCommand, hashRecipe, recipeFor } from '../recipe';

const DISK_SIZE = '20G';

/** Machines with a kernel of their own also have what drives it, and what only such a kernel makes sense of. */
const VIRTUAL: KindRecipe = {
  packages: ['linux-image-cloud-amd64 initramfs-tools busybox udev qemu-guest-agent ipvsadm firewalld'].flatMap(
    (line) => line.split(' '),
  ),
  prepare: [
    'chroot "$1" systemctl enable systemd-networkd',
    // A machine has it on when it is asked for.
    'chroot "$1" systemctl disable firewalld',
  ],
  finish: ['chroot "$1" update-initramfs -u -k all'],
  overlay: 'machine-vm',
};

/** Files of an image: what machines boot, and the disk that theirs are layers over. */
export interface VirtualImage {
  readonly disk: string;
  readonly kernel: string;
  readonly initrd: string;
}

const imagesDirectory = () => join(cacheDirectory(), 'machines');

/** The image that these machines are layers over exists. Returns its name, which is that of its recipe. */
export async function ensureVirtualImage(software: Software, progress: Progress): Promise<string> {
  const recipe = recipeFor(VIRTUAL, software);
  const image = await hashRecipe(recipe);
  const directory = join(imagesDirectory(), image);
  if (existsSync(directory)) return image;
  await withLock(join(cacheDirectory(), 'virtual-image.lock'), async () => {
    if (existsSync(directory)) return;
    const { family = 'debian' } = software;
    await progress.step(`image of machines with a kernel of their own (${family})`, () => build(directory, recipe));
  });
  return image;
}

export function virtualImage(image: string): VirtualImage {
  const file = (name: string) => join(imagesDirectory(), image, name);
  return { disk: file('disk.raw'), kernel: file('vmlinuz'), initrd: file('initrd') };
}

async function build(directory: string, recipe: ImageRecipe): Promise<void> {
  const partial = `${directory}.partial-${process.pid}`;
  await mkdir(partial, { recursive: true });
  try {
    await inTemporaryDirectory(async (temporary) => {
      const tree = join(temporary, 'tree');
      await run(bootstrapCommand(recipe, tree));
      await run(['cp', '--dereference', join(tree, 'vmlinuz'), join(partial, 'vmlinuz')]);
      await run(['cp', '--dereference', join(tree, 'initrd.img'), join(partial, 'initrd')]);
      await run(['mke2fs', '-q', '-t', 'ext4', '-L', 'root', '-d', tree, join(partial, 'disk.raw'), DISK_SIZE]);
    });
    await rename(partial, directory);
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}
