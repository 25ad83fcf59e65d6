import { readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { hashText } from '../artifacts/checksum';
import { inTemporaryDirectory } from '../artifacts/archive';
import { attempt, run } from '../command';
import { withLock } from '../lock';
import { cacheDirectory, sourceFile } from '../paths';
import type { Progress } from '../progress';
import type { Software } from '../software';
import { FAMILY_RECIPES, type FamilyRecipe } from './family';

export const MACHINE_IMAGE_REPOSITORY = 'localhost/slipway-lab-machine';

/** What an ordinary Debian server has, and what a cluster of the lab asks of it: machines reach no package archive. */
const PACKAGES = [
  'systemd systemd-sysv dbus openssh-server sudo kmod procps iproute2 iputils-ping ca-certificates curl openssl gpg',
  'rsync tar xz-utils python3-minimal netcat-openbsd',
  'iptables nftables ebtables ipset conntrack ethtool socat chrony haproxy keepalived',
].flatMap((line) => line.split(' '));

const FINISH = [
  'chroot "$1" useradd --create-home --shell /bin/bash --groups sudo ops',
  'chroot "$1" systemctl disable haproxy keepalived',
  'chroot "$1" systemctl mask systemd-udevd systemd-modules-load getty@tty1 console-getty',
  // Every machine gets its own.
  'rm -f "$1"/etc/ssh/ssh_host_*',
  ': > "$1"/etc/machine-id',
  'rm -f "$1"/var/lib/dbus/machine-id',
  // The journal survives a boot, as on an installed server.
  'mkdir -p "$1"/var/log/journal',
];

/** What runtimes other than containerd ask of a machine before they are installed. */
const OTHER_RUNTIME: FamilyRecipe = {
  packages: ['libdevmapper1.02.1', 'python3', 'tini'],
  finish: [],
  overlay: 'machine-runtime',
};

interface ImageRecipe {
  readonly packages: readonly string[];
  readonly overlays: readonly string[];
  readonly finish: readonly string[];
}

/** The image that these machines are made of exists. Returns its reference, which names its recipe. */
export async function ensureMachineImage(software: Software, progress: Progress): Promise<string> {
  const { family = 'debian' } = software;
  const recipe = recipeOf(software);
  const image = `${MACHINE_IMAGE_REPOSITORY}:${await hashRecipe(recipe)}`;
  const exists = async () => (await attempt(['podman', 'image', 'exists', image])).exitCode === 0;
  if (await exists()) return image;
  await withLock(join(cacheDirectory(), 'machine-image.lock'), async () => {
    if (!(await exists())) await progress.step(`machine image (${family})`, () => buildImage(image, recipe));
  });
  return image;
}

function recipeOf({ family = 'debian', runtime = 'containerd' }: Software): ImageRecipe {
  const parts = [FAMILY_RECIPES[family], ...(runtime === 'containerd' ? [] : [OTHER_RUNTIME])];
  return {
    packages: [...new Set([...PACKAGES, ...parts.flatMap(({ packages }) => packages)])],
    overlays: ['machine', ...parts.flatMap(({ overlay }) => overlay ?? [])],
    finish: parts.flatMap(({ finish }) => finish),
  };
}

async function buildImage(image: string, { packages, overlays, finish }: ImageRecipe): Promise<void> {
  await inTemporaryDirectory(async (directory) => {
    const tree = join(directory, 'machine.tar');
    await run([
      'mmdebstrap',
      '--variant=minbase',
      `--include=${packages.join(',')}`,
      ...FINISH.map((command) => `--customize-hook=${command}`),
      ...overlays.map((overlay) => `--customize-hook=cp -r '${sourceFile(overlay)}/.' "$1"/`),
      ...finish.map((command) => `--customize-hook=${command}`),
      'bookworm',
      tree,
    ]);
    await run(['podman', 'import', '--quiet', tree, image]);
    await rm(tree);
  });
}

async function hashRecipe({ packages, overlays, finish }: ImageRecipe): Promise<string> {
  const contents = await Promise.all(overlays.map(readOverlay));
  return hashText(JSON.stringify([packages, [...FINISH, ...finish], contents.flat()])).slice(0, 12);
}

async function readOverlay(overlay: string): Promise<string[]> {
  const files = await readdir(sourceFile(overlay), { recursive: true, withFileTypes: true });
  const paths = files.filter((file) => file.isFile()).map((file) => join(file.parentPath, file.name));
  return Promise.all(paths.toSorted().map((path) => readFile(path, 'utf8')));
}
