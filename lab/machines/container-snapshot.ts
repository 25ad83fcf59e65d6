import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { attempt, run } from '../command';
import { networkName } from '../network/subnet';
import { createArguments, removeContainers } from './container';
import type { MachinePlace } from './kind';
import type { Machine } from './machine';

const IMAGE_REPOSITORY = 'localhost/slipway-lab-snapshot';

/** Its root is kept as an image, its /var in `directory`. */
export async function keepContainer(lab: string, machine: Machine, snapshot: string, directory: string): Promise<void> {
  const copy = join(directory, machine.name);
  await mkdir(copy, { recursive: true, mode: 0o700 });
  await run(['podman', 'commit', '--quiet', machine.container, imageOf(lab, snapshot, machine)]);
  await copyTree(await findVolume(machine), copy);
}

/** The machine is made anew of what was kept. */
export async function bringBackContainer(
  { lab }: MachinePlace,
  machine: Machine,
  snapshot: string,
  directory: string,
): Promise<void> {
  await removeContainers([machine.container]);
  const image = imageOf(lab, snapshot, machine);
  await run(createArguments(machine, { lab, network: networkName(lab), image }));
  // What is there already keeps the image's own /var from being copied.
  await copyTree(join(directory, machine.name), await findVolume(machine));
}

/** No image of a snapshot of the lab is left. */
export async function removeSnapshotImages(lab: string): Promise<void> {
  const listed = await run(['podman', 'images', '--format', '{{.Repository}}:{{.Tag}}', IMAGE_REPOSITORY]);
  const own = listed.split('\n').filter((image) => image.startsWith(`${IMAGE_REPOSITORY}:${lab}.`));
  if (own.length > 0) await attempt(['podman', 'image', 'rm', '--force', ...own]);
}

const imageOf = (lab: string, snapshot: string, { name }: Machine) => `${IMAGE_REPOSITORY}:${lab}.${snapshot}.${name}`;

/** Where the host has the machine's /var. */
async function findVolume({ container }: Machine): Promise<string> {
  const mounts = '{{range .Mounts}}{{if eq .Destination "/var"}}{{.Source}}{{end}}{{end}}';
  return (await run(['podman', 'inspect', '--format', mounts, container])).trim();
}

async function copyTree(from: string, to: string): Promise<void> {
  await run(['cp', '--archive', '--reflink=auto', `${from}/.`, to]);
}
