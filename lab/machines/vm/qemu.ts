import { join } from 'node:path';
import type { MachinePlan } from '../machine';
import type { VirtualHardware } from './hardware';
import type { VirtualImage } from './image';
import { NETWORK_DEVICE } from './monitor';

const PROCESSORS = 2;
const MEMORY_MIB = 4096;
/**
 * For `max`, with a fifth level of page tables and wide registers that programs prefer, a boot takes twice as much
 * translated code.
 */
const PROCESSOR = 'Westmere';
/** The most there is: what of Kubernetes is at work at once fills the usual 1 GiB, and all is translated again. */
const TRANSLATED_MIB = 2048;

/** Files of one machine, all under its directory. */
export function virtualFiles(directory: string) {
  return {
    directory,
    disk: join(directory, 'disk.qcow2'),
    seed: join(directory, 'seed.img'),
    console: join(directory, 'console.log'),
    monitor: join(directory, 'monitor.sock'),
    agent: join(directory, 'agent.sock'),
    command: join(directory, 'qemu.json'),
  };
}

export type VirtualFiles = ReturnType<typeof virtualFiles>;

export interface Hardware {
  readonly machine: MachinePlan;
  readonly hardware: VirtualHardware;
  readonly image: VirtualImage;
  readonly files: VirtualFiles;
  /** The host's end of its network cable. */
  readonly tap: string;
  readonly productUuid: string;
}

/** The command that is the machine while it has power; pure. KVM is not asked for: it is not to be had everywhere. */
export function renderQemuCommand({ machine, hardware, image, files, tap, productUuid }: Hardware): string[] {
  return [
    ['qemu-system-x86_64', '-name', machine.container, '-uuid', productUuid],
    ['-nodefaults', '-no-user-config', '-display', 'none'],
    ['-machine', 'q35', '-accel', `tcg,thread=multi,tb-size=${TRANSLATED_MIB}`, '-cpu', PROCESSOR],
    ['-smp', String(PROCESSORS), '-m', String(MEMORY_MIB)],
    ['-kernel', image.kernel, '-initrd', image.initrd, '-append', renderKernelCommandLine(hardware)],
    ['-drive', `if=virtio,file=${files.disk},format=qcow2,discard=unmap`],
    ['-drive', `if=virtio,file=${files.seed},format=raw,readonly=on`],
    ['-netdev', `tap,id=${NETWORK_DEVICE},ifname=${tap},script=no,downscript=no`],
    // It boots from the kernel that it is given: no ROM need look for another.
    ['-device', `virtio-net-pci,netdev=${NETWORK_DEVICE},mac=${machine.macAddress},romfile=`],
    ['-device', 'virtio-rng-pci'],
    ['-serial', `file:${files.console}`],
    ['-qmp', `unix:${files.monitor},server=on,wait=off`],
    ['-chardev', `socket,id=agent,path=${files.agent},server=on,wait=off`],
    ['-device', 'virtio-serial-pci', '-device', 'virtserialport,chardev=agent,name=org.qemu.guest_agent.0'],
  ].flat();
}

function renderKernelCommandLine({ cgroups }: VirtualHardware): string {
  // Without hardware that they would guard, mitigations cost most of the speed that is left.
  const always = 'root=/dev/vda rw console=ttyS0 net.ifnames=0 mitigations=off norandmaps panic=10';
  return cgroups === 'v1' ? `${always} systemd.unified_cgroup_hierarchy=0` : always;
}
