import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { hashText } from '../artifacts/checksum';
import { sourceFile } from '../paths';
import type { Software } from '../software';
import { FAMILY_RECIPES, type FamilyRecipe } from './family';

/** What a tree of Debian is made into a machine by. */
export interface ImageRecipe {
  readonly packages: readonly string[];
  /** Folders of lab/sources that are laid over the tree. */
  readonly overlays: readonly string[];
  /** Shell commands with the tree as "$1", run before the overlays are in place, and after. */
  readonly prepare: readonly string[];
  readonly finish: readonly string[];
}

/** What an ordinary Debian server has, and what a cluster of the lab asks of it: machines reach no package archive. */
const PACKAGES = [
  'systemd systemd-sysv dbus openssh-server sudo kmod procps iproute2 iputils-ping ca-certificates curl openssl gpg',
  'rsync tar xz-utils python3-minimal netcat-openbsd',
  'iptables nftables ebtables ipset conntrack ethtool socat chrony haproxy keepalived',
].flatMap((line) => line.split(' '));

const PREPARE = [
  'chroot "$1" useradd --create-home --shell /bin/bash --groups sudo ops',
  'chroot "$1" systemctl disable haproxy keepalived',
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

/** What machines of one kind have beside those of the other. */
export type KindRecipe = Omit<ImageRecipe, 'overlays'> & { readonly overlay: string };

/** The machine of a kind that presents itself as the software's family; pure. */
export function recipeFor(kind: KindRecipe, { family = 'debian', runtime = 'containerd' }: Software): ImageRecipe {
  const parts = [FAMILY_RECIPES[family], ...(runtime === 'containerd' ? [] : [OTHER_RUNTIME])];
  return {
    packages: [...new Set([...PACKAGES, ...kind.packages, ...parts.flatMap(({ packages }) => packages)])],
    overlays: [kind.overlay, ...parts.flatMap(({ overlay }) => overlay ?? [])],
    prepare: [...PREPARE, ...kind.prepare],
    finish: [...parts.flatMap(({ finish }) => finish), ...kind.finish],
  };
}

/** The command that makes the tree: a directory, or a tar by its name; pure. */
export function bootstrapCommand({ packages, overlays, prepare, finish }: ImageRecipe, target: string): string[] {
  const hooks = [...prepare, ...overlays.map((overlay) => `cp -r '${sourceFile(overlay)}/.' "$1"/`), ...finish];
  return [
    'mmdebstrap',
    '--variant=minbase',
    `--include=${packages.join(',')}`,
    ...hooks.map((command) => `--customize-hook=${command}`),
    'bookworm',
    target,
  ];
}

/** Short digest of a recipe, with what its overlays hold. */
export async function hashRecipe({ packages, overlays, prepare, finish }: ImageRecipe): Promise<string> {
  const contents = await Promise.all(overlays.map(readOverlay));
  return hashText(JSON.stringify([packages, [...prepare, ...finish], contents.flat()])).slice(0, 12);
}

async function readOverlay(overlay: string): Promise<string[]> {
  const files = await readdir(sourceFile(overlay), { recursive: true, withFileTypes: true });
  const paths = files.filter((file) => file.isFile()).map((file) => join(file.parentPath, file.name));
  return Promise.all(paths.toSorted().map((path) => readFile(path, 'utf8')));
}
