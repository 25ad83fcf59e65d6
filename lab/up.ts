import { mkdir, writeFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { ensureArtifacts } from './artifacts/ensure';
import { settleAll } from './artifacts/lanes';
import { ensureHost } from './host';
import { ensureImages } from './images/ensure';
import { type LabState, hashSudoPassword, labFiles, readLabState, writeLabState } from './lab-state';
import { ensureIdentity, ensureKeyPair } from './machines/identity';
import { ensureMachineImage } from './machines/image';
import { kindOf, readStates } from './machines/kind-of';
import { type Machine, type MachineCounts, planMachines } from './machines/machine';
import { ensureVirtualImage } from './machines/vm/image';
import { ensureNetwork } from './network/subnet';
import { ensureRepositories } from './packages/ensure';
import { placeOf } from './place';
import type { Progress } from './progress';
import { type ServiceOptions, ensureServices } from './services/services';
import type { Software } from './software';

export interface LabShape extends Software, ServiceOptions, MachineCounts {}

export interface UpReport {
  readonly state: LabState;
  /** Names of machines that were made or started. */
  readonly booted: readonly string[];
  readonly servicesStarted: number;
}

type MachineImages = Pick<LabState, 'image' | 'virtualImage'>;

/** Artifacts and images are in the cache, and so are the images of the machines, whose references are returned. */
export async function ensureMaterial(
  software: Software & ServiceOptions & Pick<MachineCounts, 'virtualMachines'>,
  progress: Progress,
): Promise<MachineImages> {
  const hasVirtual = Object.keys(software.virtualMachines ?? {}).length > 0;
  await ensureHost(software, hasVirtual, progress);
  const [images = {}] = await settleAll<Partial<MachineImages>>([
    ensureMachineImages(software, hasVirtual, progress),
    ensureArtifacts(software, progress)
      .then(() => ensureImages(software, progress))
      .then(() => ensureRepositories(software, progress))
      .then(() => ({})),
  ]);
  return images as MachineImages;
}

async function ensureMachineImages(
  software: Software,
  hasVirtual: boolean,
  progress: Progress,
): Promise<MachineImages> {
  const image = await ensureMachineImage(software, progress);
  return hasVirtual ? { image, virtualImage: await ensureVirtualImage(software, progress) } : { image };
}

/** Every machine of the shape runs, and so do the lab's services; machines beyond the shape are left alone. */
export async function bringUp(name: string, shape: LabShape, progress: Progress): Promise<UpReport> {
  const images = await ensureMaterial(shape, progress);
  const before = await readLabState(name);
  const network = await ensureNetwork(name);
  const machines = await ensureMachines(name, network, largest(shape, before));
  assertSameKinds(name, machines, before);
  const state = { ...largest(shape, before), name, network, ...images, machines };
  await writeLabState(state);
  const states = await readStates(name);
  const down = machines.filter(({ container }) => states.get(container) !== 'running');
  const [first, ...others] = down.map(
    (machine) => () =>
      progress.step(`machine ${machine.name} at ${machine.address}`, () =>
        states.has(machine.container) ? kindOf(machine).boot(name, machine) : createMachine(state, machine),
      ),
  );
  // The gateway address, on which the services listen, comes with the first machine.
  const servicesStarted = await first?.().then(() => ensureServices(name, network, shape));
  await settleAll(others.map((boot) => boot()));
  return {
    state,
    booted: down.map((machine) => machine.name),
    servicesStarted: servicesStarted ?? (await ensureServices(name, network, shape)),
  };
}

function largest(shape: LabShape, before: LabState | undefined): LabShape {
  return {
    ...shape,
    controlPlanes: Math.max(shape.controlPlanes, before?.controlPlanes ?? 0),
    workers: Math.max(shape.workers, before?.workers ?? 0),
    etcdMembers: Math.max(shape.etcdMembers ?? 0, before?.etcdMembers ?? 0),
  };
}

async function ensureMachines(lab: string, network: string, shape: LabShape): Promise<Machine[]> {
  const files = labFiles(lab);
  await mkdir(`${files.directory}/ssh`, { recursive: true, mode: 0o700 });
  const userKey = await ensureKeyPair(files.privateKey, 'slipway-lab');
  const passwordHash = await hashSudoPassword(lab);
  const machines: Machine[] = [];
  for (const plan of planMachines(lab, network, shape)) {
    machines.push(await ensureIdentity(files.identity(plan.name), plan, { userKey, passwordHash }));
  }
  const known = machines.map(({ address, hostKey }) => `${address} ${hostKey}\n`).join('');
  await writeFile(files.knownHosts, known, { mode: 0o600 });
  return machines;
}

/** A machine that is there stays what it is. */
function assertSameKinds(lab: string, machines: readonly Machine[], before: LabState | undefined): void {
  for (const old of before?.machines ?? []) {
    const now = machines.find(({ name }) => name === old.name);
    if (now === undefined || isDeepStrictEqual(now.virtual, old.virtual)) continue;
    throw new Error(`${old.name} is there with another kernel or hardware; take lab ${lab} down first.`);
  }
}

/** What an `up` that was ended half-way left of the machine is replaced. */
async function createMachine(state: LabState, machine: Machine): Promise<void> {
  await kindOf(machine).create(placeOf(state, machine), machine);
  await kindOf(machine).boot(state.name, machine);
}

/** The machine runs, made anew. */
export async function rebuildMachine(state: LabState, machine: Machine): Promise<void> {
  await kindOf(machine).remove(state.name, machine);
  await createMachine(state, machine);
}
