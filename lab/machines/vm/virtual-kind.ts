import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { run } from '../../command';
import { labFiles } from '../../lab-state';
import { ensureTap, tapOf } from '../../network/bridge';
import { type Daemon, ensureDaemon, isDaemonRunning, killDaemon } from '../../services/daemon';
import type { MachineKind, MachinePlace, MachineState } from '../kind';
import { type Machine, containerName } from '../machine';
import { runByAgent } from './agent';
import { awaitBoot } from './boot';
import { hardwareOf } from './hardware';
import { virtualImage } from './image';
import { isMonitorThere } from './monitor';
import { renderQemuCommand, virtualFiles } from './qemu';
import { writeSeedDisk } from './seed';
import { virtualLink } from './virtual-link';

const SHUTDOWN_TIMEOUT_MS = 180_000;
const POLL_MS = 200;

const filesOf = (lab: string, { name }: Pick<Machine, 'name'>) => virtualFiles(labFiles(lab).virtualMachine(name));
const powerOf = (directory: string) => ({ name: 'qemu', directory });

/** Machines with a kernel of their own, in QEMU. */
export const virtualKind: MachineKind = {
  create: (place, machine) => create(place, machine, (disk) => layOver(virtualImage(place.image).disk, disk)),
  async boot(lab, machine) {
    const files = filesOf(lab, machine);
    await ensureTap(lab, machine.address);
    const argv = JSON.parse(await readFile(files.command, 'utf8')) as readonly string[];
    const power: Daemon = { ...powerOf(files.directory), argv, isReady: () => isMonitorThere(files.monitor) };
    await ensureDaemon(power);
    await awaitBoot(machine, files, () => isDaemonRunning(power));
  },
  cutPower: (lab, machine) => killDaemon(powerOf(filesOf(lab, machine).directory)),
  async shutDown(lab, machine) {
    const files = filesOf(lab, machine);
    const deadlineMs = Date.now() + SHUTDOWN_TIMEOUT_MS;
    if (await isDaemonRunning(powerOf(files.directory))) await runByAgent(files.agent, ['systemctl', 'poweroff']);
    while (await isDaemonRunning(powerOf(files.directory))) {
      if (Date.now() > deadlineMs) throw new Error(`${machine.name} does not shut down; see ${files.console}`);
      await sleep(POLL_MS);
    }
  },
  exec: (lab, machine, argv, options) => runByAgent(filesOf(lab, machine).agent, argv, options),
  remove: (lab, machine) => removeDirectory(filesOf(lab, machine).directory),
  readStates,
  async keep(lab, machine, _snapshot, directory) {
    await copyFile(filesOf(lab, machine).disk, join(directory, `${machine.name}.qcow2`));
  },
  bringBack: (place, machine, _snapshot, directory) =>
    create(place, machine, (disk) => copyFile(join(directory, `${machine.name}.qcow2`), disk)),
  link: virtualLink((lab, machine) => filesOf(lab, machine)),
};

/** The disk comes last: it tells that the rest is there. */
async function create(
  { lab, image }: MachinePlace,
  machine: Machine,
  makeDisk: (file: string) => Promise<unknown>,
): Promise<void> {
  const files = filesOf(lab, machine);
  const identity = labFiles(lab).identity(machine.name);
  const hardware = machine.virtual ?? hardwareOf({});
  const productUuid = (await readFile(join(identity, 'etc/lab/product_uuid'), 'utf8')).trim();
  const tap = tapOf(machine.address);
  const command = renderQemuCommand({ machine, hardware, image: virtualImage(image), files, tap, productUuid });
  await removeDirectory(files.directory);
  await mkdir(files.directory, { recursive: true, mode: 0o700 });
  await writeSeedDisk(files.seed, identity, machine, hardware);
  await writeFile(files.command, JSON.stringify(command));
  await makeDisk(`${files.disk}.new`);
  await rename(`${files.disk}.new`, files.disk);
}

async function layOver(base: string, disk: string): Promise<void> {
  await run(['qemu-img', 'create', '-q', '-f', 'qcow2', '-F', 'raw', '-b', base, disk]);
}

async function readStates(lab: string): Promise<ReadonlyMap<string, MachineState>> {
  const names = await listMachines(lab);
  const made = names.filter((name) => existsSync(filesOf(lab, { name }).disk));
  const states = await Promise.all(
    made.map(async (name) => {
      const isRunning = await isDaemonRunning(powerOf(filesOf(lab, { name }).directory));
      return [containerName(lab, name), isRunning ? 'running' : 'off'] as const;
    }),
  );
  return new Map(states);
}

async function listMachines(lab: string): Promise<string[]> {
  const { virtualMachines } = labFiles(lab);
  return existsSync(virtualMachines) ? readdir(virtualMachines) : [];
}

async function removeDirectory(directory: string): Promise<void> {
  await killDaemon(powerOf(directory));
  await rm(directory, { recursive: true, force: true });
}

/** No machine of the lab runs in QEMU any more, those that were made half-way included; their data is gone. */
export async function removeVirtualMachines(lab: string): Promise<void> {
  for (const name of await listMachines(lab)) await removeDirectory(filesOf(lab, { name }).directory);
}
