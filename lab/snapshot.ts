import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { attempt, run } from './command';
import { type LabState, labFiles } from './lab-state';
import { bootMachine, createArguments, removeContainers, shutDown } from './machines/container';
import type { Machine } from './machines/machine';
import { networkName } from './network/subnet';
import { ensureServices } from './services/services';

const IMAGE_REPOSITORY = 'localhost/slipway-lab-snapshot';

/** Every machine was shut down and is kept as it stood then, for `restoreSnapshot`; afterwards they are off. */
export async function takeSnapshot(state: LabState, snapshot: string): Promise<void> {
  const directory = snapshotDirectory(state.name, snapshot);
  await rm(directory, { recursive: true, force: true });
  await Promise.all(state.machines.map(shutDown));
  await Promise.all(
    state.machines.map(async (machine) => {
      const copy = varOf(directory, machine);
      await mkdir(copy, { recursive: true, mode: 0o700 });
      await run(['podman', 'commit', '--quiet', machine.container, imageOf(state.name, snapshot, machine)]);
      await copyTree(await findVolume(machine), copy);
    }),
  );
  await writeFile(join(directory, 'complete'), '');
}

/** Every machine runs, as the snapshot has it and after a boot; false when there is no such snapshot. */
export async function restoreSnapshot(state: LabState, snapshot: string): Promise<boolean> {
  const { name, network, machines } = state;
  const directory = snapshotDirectory(name, snapshot);
  if (!existsSync(join(directory, 'complete'))) return false;
  await removeContainers(machines.map(({ container }) => container));
  await Promise.all(
    machines.map(async (machine) => {
      const image = imageOf(name, snapshot, machine);
      await run(createArguments(machine, { lab: name, network: networkName(name), image }));
      // What is there already keeps the image's own /var from being copied.
      await copyTree(varOf(directory, machine), await findVolume(machine));
    }),
  );
  await Promise.all(machines.map(bootMachine));
  await ensureServices(name, network, state);
  return true;
}

/** No image of a snapshot of the lab is left; the files go with the lab's directory. */
export async function forgetSnapshots(lab: string): Promise<void> {
  const listed = await run(['podman', 'images', '--format', '{{.Repository}}:{{.Tag}}', IMAGE_REPOSITORY]);
  const own = listed.split('\n').filter((image) => image.startsWith(`${IMAGE_REPOSITORY}:${lab}.`));
  if (own.length > 0) await attempt(['podman', 'image', 'rm', '--force', ...own]);
}

const snapshotDirectory = (lab: string, snapshot: string) => join(labFiles(lab).directory, 'snapshots', snapshot);
const varOf = (directory: string, { name }: Machine) => join(directory, name);
const imageOf = (lab: string, snapshot: string, { name }: Machine) => `${IMAGE_REPOSITORY}:${lab}.${snapshot}.${name}`;

/** Where the host has the machine's /var. */
async function findVolume({ container }: Machine): Promise<string> {
  const mounts = '{{range .Mounts}}{{if eq .Destination "/var"}}{{.Source}}{{end}}{{end}}';
  return (await run(['podman', 'inspect', '--format', mounts, container])).trim();
}

async function copyTree(from: string, to: string): Promise<void> {
  await run(['cp', '--archive', '--reflink=auto', `${from}/.`, to]);
}
