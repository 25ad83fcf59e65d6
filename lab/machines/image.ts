import { readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { hashText } from '../artifacts/checksum';
import { inTemporaryDirectory } from '../artifacts/archive';
import { attempt, run } from '../command';
import { withLock } from '../lock';
import { cacheDirectory, sourceFile } from '../paths';
import type { Progress } from '../progress';

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

/** The image that machines are made of exists. Returns its reference, which names its recipe. */
export async function ensureMachineImage(progress: Progress): Promise<string> {
  const image = `${MACHINE_IMAGE_REPOSITORY}:${await hashRecipe()}`;
  const exists = async () => (await attempt(['podman', 'image', 'exists', image])).exitCode === 0;
  if (await exists()) return image;
  await withLock(join(cacheDirectory(), 'machine-image.lock'), async () => {
    if (!(await exists())) await progress.step('machine image (Debian bookworm)', () => buildImage(image));
  });
  return image;
}

async function buildImage(image: string): Promise<void> {
  await inTemporaryDirectory(async (directory) => {
    const tree = join(directory, 'machine.tar');
    await run([
      'mmdebstrap',
      '--variant=minbase',
      `--include=${PACKAGES.join(',')}`,
      ...FINISH.map((command) => `--customize-hook=${command}`),
      `--customize-hook=cp -r '${sourceFile('machine')}/.' "$1"/`,
      'bookworm',
      tree,
    ]);
    await run(['podman', 'import', '--quiet', tree, image]);
    await rm(tree);
  });
}

async function hashRecipe(): Promise<string> {
  const files = await readdir(sourceFile('machine'), { recursive: true, withFileTypes: true });
  const contents = files
    .filter((file) => file.isFile())
    .map((file) => join(file.parentPath, file.name))
    .toSorted()
    .map((file) => readFile(file, 'utf8'));
  return hashText(JSON.stringify([PACKAGES, FINISH, await Promise.all(contents)])).slice(0, 12);
}
