import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { hashText } from '../artifacts/checksum';
import { run } from '../command';
import { cacheDirectory } from '../paths';
import type { Image } from './image';

type BaseName = NonNullable<Image['base']>;

interface Base {
  readonly packages: readonly string[];
  /** Shell commands with the tree as "$1": maintainer scripts do not run in an extracted tree, so links are made here. */
  readonly finish: readonly string[];
}

const linkAll = (directory: string, names: readonly string[], target: string) =>
  names.map((name) => `ln -sf ${target} "$1/${directory}/${name}"`);

const IPTABLES = ['iptables', 'ip6tables'].flatMap((name) => [name, `${name}-save`, `${name}-restore`]);
const BUSYBOX = ['cp', 'ls', 'cat', 'sh', 'mv', 'rm', 'mkdir', 'wget', 'nslookup', 'sleep', 'env', 'id', 'hostname'];
const TRIM = 'rm -rf "$1"/usr/share/doc "$1"/usr/share/man "$1"/usr/share/locale "$1"/var/cache/apt "$1"/var/lib/apt';

const NETWORK: Base = {
  packages: ['iptables', 'nftables', 'conntrack', 'iproute2', 'busybox-static', 'kmod', 'ipset'],
  finish: [...linkAll('usr/sbin', IPTABLES, 'xtables-nft-multi'), ...linkAll('bin', BUSYBOX, '/bin/busybox'), TRIM],
};

const BASES: Readonly<Record<BaseName, Base>> = {
  network: NETWORK,
  services: {
    packages: [...NETWORK.packages, 'runit'],
    finish: [...linkAll('usr/bin', ['which'], '/bin/busybox'), ...NETWORK.finish],
  },
  shell: { packages: ['busybox-static'], finish: [...linkAll('bin', BUSYBOX, '/bin/busybox'), TRIM] },
  // What Calico's controllers tell their own probe; they do not run as root under the operator.
  status: {
    packages: ['busybox-static'],
    finish: ['mkdir "$1/status"', 'touch "$1/status/status.json"', 'chown 999 "$1/status/status.json"', TRIM],
  },
  libc: { packages: ['libc6', 'busybox-static'], finish: [...linkAll('bin', BUSYBOX, '/bin/busybox'), TRIM] },
};

/** Short digest of what a base is made of. */
export function baseRecipe(name: BaseName): string {
  return hashText(JSON.stringify(BASES[name])).slice(0, 12);
}

/** A tar of the Debian tree that images of this base stand on; made once and kept by its recipe. */
export async function ensureBaseLayer(name: BaseName): Promise<string> {
  const { packages, finish } = BASES[name];
  const file = join(cacheDirectory(), 'bases', `${name}-${baseRecipe(name)}.tar`);
  if (existsSync(file)) return file;
  const partial = `${file}.partial-${process.pid}.tar`;
  await mkdir(join(cacheDirectory(), 'bases'), { recursive: true });
  try {
    await run([
      'mmdebstrap',
      '--variant=extract',
      `--include=${packages.join(',')}`,
      ...finish.map((command) => `--extract-hook=${command}`),
      'bookworm',
      partial,
    ]);
    await rename(partial, file);
  } finally {
    await rm(partial, { force: true });
  }
  return file;
}
