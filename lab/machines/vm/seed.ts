import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { inTemporaryDirectory } from '../../artifacts/archive';
import { run } from '../../command';
import { gatewayOf, networkOf } from '../../network/subnet';
import type { MachinePlan } from '../machine';
import type { VirtualHardware } from './hardware';

const SEED_SIZE = '4M';
const SWAP_SIZE = '512M';

/** What a machine takes from its seed at its first boot beside its identity, by path; pure. */
export function renderSeed(machine: MachinePlan, hardware: VirtualHardware): Readonly<Record<string, string>> {
  const { name, address } = machine;
  const gateway = gatewayOf(networkOf(address));
  return {
    'etc/hostname': `${name}\n`,
    'etc/hosts': `127.0.0.1\tlocalhost\n${address}\t${name}\n`,
    // Nobody answers there, as in the lab's containers: CoreDNS does not start without a name server to ask.
    'etc/resolv.conf': `nameserver ${gateway}\n`,
    'etc/systemd/network/10-lab.network': `[Match]\nName=eth0\n\n[Network]\nAddress=${address}/24\nGateway=${gateway}\n`,
    // What is emulated on a busy host starts slowly, and is not to be given up for it. Memory is what it has enough of:
    // programs in Go collect their garbage less often.
    'etc/systemd/system.conf.d/lab.conf': '[Manager]\nDefaultTimeoutStartSec=10min\nDefaultEnvironment=GOGC=400\n',
    'etc/lab/first-boot': renderFirstBoot(hardware),
  };
}

/** Run by the initramfs, in the machine's own root, before its first process. */
function renderFirstBoot({ hasSwap, hasFirewall }: VirtualHardware): string {
  const swap = [
    `fallocate -l ${SWAP_SIZE} /swapfile`,
    'chmod 600 /swapfile',
    'mkswap /swapfile',
    "echo '/swapfile none swap sw 0 0' >> /etc/fstab",
  ];
  const lines = [
    'chpasswd --encrypted < /etc/lab/passwords',
    ...(hasSwap ? swap : []),
    ...(hasFirewall ? ['systemctl enable firewalld'] : []),
  ];
  return `${lines.join('\n')}\n`;
}

/** A disk with the machine's identity and settings stands in `file`; the machine copies them at its first boot. */
export async function writeSeedDisk(
  file: string,
  identity: string,
  machine: MachinePlan,
  hardware: VirtualHardware,
): Promise<void> {
  await inTemporaryDirectory(async (directory) => {
    const tree = join(directory, 'tree');
    await run(['cp', '--archive', identity, tree]);
    await chmod(tree, 0o755);
    for (const [path, text] of Object.entries(renderSeed(machine, hardware))) {
      await mkdir(dirname(join(tree, path)), { recursive: true });
      await writeFile(join(tree, path), text);
    }
    await rm(file, { force: true });
    await run(['mke2fs', '-q', '-t', 'ext4', '-d', tree, file, SEED_SIZE]);
    await chmod(file, 0o600);
  });
}
