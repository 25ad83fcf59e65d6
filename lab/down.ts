import { rm } from 'node:fs/promises';
import { labFiles } from './lab-state';
import { listContainers, removeContainers } from './machines/container';
import { removeSnapshotImages } from './machines/container-snapshot';
import { removeVirtualMachines } from './machines/vm/virtual-kind';
import { removeTaps } from './network/bridge';
import { assertOwnLab, removeNetwork } from './network/subnet';
import type { Progress } from './progress';
import { stopServices } from './services/services';

/** Nothing of the lab is left: machines and their data, network, services, keys. No-op where there is none. */
export async function takeDown(name: string, progress: Progress): Promise<void> {
  await assertOwnLab(name);
  await stopServices(name);
  const containers = await listContainers(name);
  if (containers.length > 0) {
    await progress.step(`remove ${containers.length} machines of lab ${name}`, () => removeContainers(containers));
  }
  await removeVirtualMachines(name);
  await removeSnapshotImages(name);
  await removeTaps(name);
  await removeNetwork(name);
  await rm(labFiles(name).directory, { recursive: true, force: true });
}
