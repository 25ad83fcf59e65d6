import { mkdir, writeFile } from 'node:fs/promises';
import { ensureArtifacts } from './artifacts/ensure';
import { settleAll } from './artifacts/lanes';
import { run } from './command';
import { ensureHost } from './host';
import { ensureImages } from './images/ensure';
import { type LabState, hashSudoPassword, labFiles, readLabState, writeLabState } from './lab-state';
import { bootMachine, createArguments, readStates, removeContainers } from './machines/container';
import { ensureIdentity, ensureKeyPair, installIdentity } from './machines/identity';
import { ensureMachineImage } from './machines/image';
import { type Machine, planMachines } from './machines/machine';
import { ensureNetwork, networkName } from './network/subnet';
import { ensureRepositories } from './packages/ensure';
import type { Progress } from './progress';
import { type ServiceOptions, ensureServices } from './services/services';
import type { Software } from './software';

export interface LabShape extends Software, ServiceOptions {
  readonly controlPlanes: number;
  readonly workers: number;
  /** Machines for an etcd of their own. Default: none. */
  readonly etcdMembers?: number;
}

export interface UpReport {
  readonly state: LabState;
  /** Names of machines that were made or started. */
  readonly booted: readonly string[];
  readonly servicesStarted: number;
}

/** Artifacts and images are in the cache, and so is the machine image, whose reference is returned. */
export async function ensureMaterial(software: Software & ServiceOptions, progress: Progress): Promise<string> {
  await ensureHost(software, progress);
  const [image] = await settleAll<string | number>([
    ensureMachineImage(software, progress),
    ensureArtifacts(software, progress)
      .then(() => ensureImages(software, progress))
      .then(() => ensureRepositories(software, progress)),
  ]);
  return String(image);
}

/** Every machine of the shape runs, and so do the lab's services; machines beyond the shape are left alone. */
export async function bringUp(name: string, shape: LabShape, progress: Progress): Promise<UpReport> {
  const image = await ensureMaterial(shape, progress);
  const before = await readLabState(name);
  const network = await ensureNetwork(name);
  const machines = await ensureMachines(name, network, largest(shape, before));
  const state = { ...largest(shape, before), name, network, image, machines };
  await writeLabState(state);
  const states = await readStates(name);
  const down = machines.filter(({ container }) => states.get(container) !== 'running');
  const [first, ...others] = down.map(
    (machine) => () =>
      progress.step(`machine ${machine.name} at ${machine.address}`, () =>
        states.has(machine.container) ? bootMachine(machine) : createMachine(state, machine),
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

/** What an `up` that was ended half-way left of the machine is replaced. */
async function createMachine({ name, image }: LabState, machine: Machine): Promise<void> {
  await run(createArguments(machine, { lab: name, network: networkName(name), image }));
  await installIdentity(labFiles(name).identity(machine.name), machine);
  await bootMachine(machine);
}

/** The machine runs, made anew. */
export async function rebuildMachine(state: LabState, machine: Machine): Promise<void> {
  await removeContainers([machine.container]);
  await createMachine(state, machine);
}
