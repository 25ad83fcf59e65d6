import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { attempt, run } from './command';
import { listRepositories } from './packages/catalogue';
import type { PackageFormat } from './packages/package';
import type { Progress } from './progress';
import type { ServiceOptions } from './services/services';
import { type Software, containerdRelease } from './software';
import { DEFAULT_CONTAINERD_VERSION } from './versions';

/** Commands that the lab runs, and the Debian packages they come from. */
const COMMANDS: Readonly<Record<string, string>> = {
  podman: 'podman',
  crun: 'crun',
  '/usr/lib/podman/netavark': 'netavark',
  iptables: 'iptables',
  nft: 'nftables',
  mmdebstrap: 'mmdebstrap',
  'docker-registry': 'docker-registry',
  skopeo: 'skopeo',
  gcc: 'gcc',
  '/usr/include/stdio.h': 'libc6-dev',
  'ssh-keygen': 'openssh-client',
  openssl: 'openssl',
  ip: 'iproute2',
  strace: 'strace',
  '/usr/include/libnetfilter_queue/libnetfilter_queue.h': 'libnetfilter-queue-dev',
};

/** What packages are made with, by what a family's machines take. */
const PACKAGE_COMMANDS: Readonly<Record<PackageFormat, Readonly<Record<string, string>>>> = {
  apt: { 'apt-ftparchive': 'apt-utils', gpg: 'gpg' },
  rpm: { rpmbuild: 'rpm', rpmsign: 'rpm', createrepo_c: 'createrepo-c', gpg: 'gpg' },
};

/** What a lab with a proxy has beside: the program alone, and no service of this host. */
const PROXY_COMMANDS: Readonly<Record<string, string>> = { tinyproxy: 'tinyproxy-bin' };

/** What programs that are built with C are linked to. */
const LIBRARIES: Readonly<Record<string, string>> = { '/usr/include/seccomp.h': 'libseccomp-dev' };

/** What machines with a kernel of their own run in, and are made with. */
const VIRTUAL_COMMANDS: Readonly<Record<string, string>> = {
  'qemu-system-x86_64': 'qemu-system-x86',
  'qemu-img': 'qemu-utils',
  mke2fs: 'e2fsprogs',
};

/** Another lab, or the host's own upgrades, may be installing. */
const APT_LOCK_TIMEOUT_SECONDS = 300;

const INOTIFY_INSTANCES = '/proc/sys/fs/inotify/max_user_instances';
/** All machines share it, and each needs some twenty-five. */
const INOTIFY_INSTANCES_NEEDED = 8_192;

/** Why the lab cannot run here at all, with what to do; undefined where it can. */
export function whyLabCannotRun(): string | undefined {
  if (process.platform !== 'linux') return 'The lab needs Linux: its machines share the kernel of this host.';
  if (process.getuid?.() !== 0) {
    return 'The lab runs privileged containers and needs root: run it as root, or with sudo.';
  }
  if (!existsSync('/usr/bin/podman') && !existsSync('/usr/bin/apt-get')) {
    return 'The lab needs podman and finds no apt-get to install it with: install podman first.';
  }
  if (spawnSync('unshare', ['--mount', '--net', 'true']).status !== 0) {
    return 'The lab needs namespaces of its own, which this host does not let root make.';
  }
  return undefined;
}

/** This host has everything that machines with this software need: packages, inotify instances, a hugetlb cgroup. */
export async function ensureHost(
  software: Software & ServiceOptions,
  hasVirtual: boolean,
  progress: Progress,
): Promise<void> {
  const obstacle = whyLabCannotRun();
  if (obstacle !== undefined) throw new Error(obstacle);
  await ensurePackages({ ...commandsFor(software), ...(hasVirtual ? VIRTUAL_COMMANDS : {}) }, progress);
  await raiseInotifyInstances();
  await mountHugetlbCgroup();
}

function commandsFor(software: Software & ServiceOptions): Readonly<Record<string, string>> {
  const formats = listRepositories(software).map(({ format }) => PACKAGE_COMMANDS[format]);
  const libraries = containerdRelease(software).version === DEFAULT_CONTAINERD_VERSION ? {} : LIBRARIES;
  const proxy = software.proxy === true ? PROXY_COMMANDS : {};
  return Object.assign({}, COMMANDS, proxy, libraries, ...formats) as Readonly<Record<string, string>>;
}

async function ensurePackages(commands: Readonly<Record<string, string>>, progress: Progress): Promise<void> {
  const missing: string[] = [];
  for (const [command, name] of Object.entries(commands)) if (!(await isThere(command))) missing.push(name);
  if (missing.length === 0) return;
  if (!(await isThere('apt-get'))) {
    throw new Error(
      `Missing on this host: ${missing.join(', ')}. The lab installs them on Debian; install them by hand.`,
    );
  }
  await progress.step(`install ${missing.join(', ')}`, async () => {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const apt = ['apt-get', '-q', '-o', `DPkg::Lock::Timeout=${APT_LOCK_TIMEOUT_SECONDS}`];
    await run([...apt, 'update'], { env });
    await run([...apt, 'install', '-y', '--no-install-recommends', ...missing], { env });
  });
}

async function isThere(command: string): Promise<boolean> {
  if (command.startsWith('/')) return existsSync(command);
  return (await attempt(['sh', '-c', 'command -v "$1"', 'sh', command])).exitCode === 0;
}

async function raiseInotifyInstances(): Promise<void> {
  if (Number(await readFile(INOTIFY_INSTANCES, 'utf8')) >= INOTIFY_INSTANCES_NEEDED) return;
  await writeFile(INOTIFY_INSTANCES, String(INOTIFY_INSTANCES_NEEDED));
}

/** crun refuses a host with some cgroup v1 controllers mounted and this one not. */
async function mountHugetlbCgroup(): Promise<void> {
  const target = '/sys/fs/cgroup/hugetlb';
  const isHybrid = existsSync('/sys/fs/cgroup/memory') && !existsSync('/sys/fs/cgroup/cgroup.controllers');
  if (!isHybrid || (await attempt(['mountpoint', '-q', target])).exitCode === 0) return;
  const controllers = await readFile('/proc/cgroups', 'utf8');
  if (!controllers.includes('hugetlb')) return;
  await mkdir(target, { recursive: true });
  await run(['mount', '-t', 'cgroup', '-o', 'hugetlb', 'cgroup', target]);
}
