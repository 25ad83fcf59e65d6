import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type LabState, labFiles } from './lab-state';
import { kindOf } from './machines/kind-of';
import { placeOf } from './place';
import { ensureServices } from './services/services';

/** Every machine was shut down and is kept as it stood then, for `restoreSnapshot`; afterwards they are off. */
export async function takeSnapshot({ name, machines }: LabState, snapshot: string): Promise<void> {
  const directory = snapshotDirectory(name, snapshot);
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await Promise.all(machines.map((machine) => kindOf(machine).shutDown(name, machine)));
  await Promise.all(machines.map((machine) => kindOf(machine).keep(name, machine, snapshot, directory)));
  await writeFile(join(directory, 'complete'), '');
}

/** Every machine runs, as the snapshot has it and after a boot; false when there is no such snapshot. */
export async function restoreSnapshot(state: LabState, snapshot: string): Promise<boolean> {
  const { name, network, machines } = state;
  const directory = snapshotDirectory(name, snapshot);
  if (!existsSync(join(directory, 'complete'))) return false;
  await Promise.all(
    machines.map((machine) => kindOf(machine).bringBack(placeOf(state, machine), machine, snapshot, directory)),
  );
  await Promise.all(machines.map((machine) => kindOf(machine).boot(name, machine)));
  await ensureServices(name, network, state);
  return true;
}

const snapshotDirectory = (lab: string, snapshot: string) => join(labFiles(lab).directory, 'snapshots', snapshot);
