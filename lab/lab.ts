import { readFile, writeFile } from 'node:fs/promises';
import { artifactFile, readChecksum } from './artifacts/cache';
import { listArtifacts } from './artifacts/catalogue';
import { type ClusterFileOptions, renderClusterFile } from './cluster-file';
import type { CommandOptions, CommandResult } from './command';
import { takeDown } from './down';
import { type LabState, assertLabName, labFiles, readLabState } from './lab-state';
import { withLock } from './lock';
import type { MachineKind, MachineState } from './machines/kind';
import { kindOf, readStates } from './machines/kind-of';
import type { Machine } from './machines/machine';
import { countRefused } from './network/direct-way';
import type { LinkState, SlowLink } from './network/link';
import { PUBLIC_KEY_PATH } from './packages/signing';
import { type Progress, silentProgress } from './progress';
import { type ProxiedRequest, parseProxyLog, proxyLog } from './services/proxy';
import { readServices, serviceUrls } from './services/services';
import { restoreSnapshot, takeSnapshot } from './snapshot';
import { type LabShape, type UpReport, bringUp, rebuildMachine } from './up';
import { DEFAULT_KUBERNETES_VERSION } from './versions';

export interface LabOptions extends Partial<LabShape> {
  /** Labs of different names stand side by side. */
  readonly name: string;
  readonly progress?: Progress;
}

export interface MachineStatus extends Machine {
  readonly state: MachineState;
  /** Undefined while the machine is off. */
  readonly link: LinkState | undefined;
}

export interface LabStatus {
  readonly state: LabState;
  readonly machines: readonly MachineStatus[];
  readonly services: Awaited<ReturnType<typeof readServices>>;
  readonly urls: ReturnType<typeof serviceUrls>;
  readonly files: ReturnType<typeof labFiles>;
}

/** What left the machines of a lab with a proxy for registry and mirror. */
export interface Traffic {
  /** Every request that came to the proxy, in their order. */
  readonly proxied: readonly ProxiedRequest[];
  /** Packets that tried to get there without it, and were refused. */
  readonly refused: number;
}

/** Test machines in containers or virtual machines, with a registry and an artifact mirror. Machines are named cp-1…, worker-1…. */
export interface Lab {
  readonly name: string;
  /** Brings everything up that is not; growing a lab keeps its machines. Writes its cluster.yaml. */
  up(): Promise<UpReport>;
  /** Removes everything, also what a failed `up` left. */
  down(): Promise<void>;
  /** Undefined when there is no such lab. */
  status(): Promise<LabStatus | undefined>;
  machines(): Promise<readonly Machine[]>;
  /** Runs a command as root on a machine without SSH: an oracle that does not depend on what is tested. */
  exec(machine: string, argv: readonly string[], options?: CommandOptions): Promise<CommandResult>;
  powerCut(machine: string): Promise<void>;
  /** Resolves when the machine has booted and sshd answers. */
  boot(machine: string): Promise<void>;
  /** The machine is as new: its disk is lost, and not its name, address and keys. */
  rebuild(machine: string): Promise<void>;
  /** Links are those of running machines; a power cut heals them. */
  cutLink(machine: string): Promise<void>;
  healLink(machine: string): Promise<void>;
  slowLink(machine: string, slow: SlowLink): Promise<void>;
  /** Throws where the lab has no proxy. */
  traffic(): Promise<Traffic>;
  clusterYaml(options?: ClusterFileOptions): Promise<string>;
  /** Shuts every machine down and keeps them as they stand under this name, until `down`. */
  snapshot(snapshot: string): Promise<void>;
  /** Every machine is as the snapshot has it, and has booted; false, and nothing is touched, when there is none. */
  restore(snapshot: string): Promise<boolean>;
}

/** A lab of this name, whether it is up or not; nothing is touched yet. */
export function createLab(options: LabOptions): Lab {
  const { name, progress = silentProgress } = options;
  assertLabName(name);
  const files = labFiles(name);
  const waiting = () => progress.say(`  … another command works on lab ${name}; waiting for it`);
  const machineNamed = async (machine: string) => findMachine(await requireState(name), machine);
  const act = async <Value>(machineName: string, verb: (kind: MachineKind, machine: Machine) => Promise<Value>) => {
    const machine = await machineNamed(machineName);
    return verb(kindOf(machine), machine);
  };
  return {
    name,
    up: () =>
      withLock(
        files.lock,
        async () => {
          const report = await bringUp(name, shapeOf(options, await readLabState(name)), progress);
          await writeFile(files.clusterFile, await renderFor(report.state), { mode: 0o600 });
          return report;
        },
        waiting,
      ),
    down: () => withLock(files.lock, () => takeDown(name, progress), waiting),
    status: () => readStatus(name),
    machines: async () => (await requireState(name)).machines,
    exec: (target, argv, execOptions) => act(target, (kind, machine) => kind.exec(name, machine, argv, execOptions)),
    powerCut: (target) => act(target, (kind, machine) => kind.cutPower(name, machine)),
    boot: (target) => act(target, (kind, machine) => kind.boot(name, machine)),
    rebuild: async (machine) => rebuildMachine(await requireState(name), await machineNamed(machine)),
    cutLink: (target) => act(target, ({ link }, machine) => link.cut(name, machine)),
    healLink: (target) => act(target, ({ link }, machine) => link.heal(name, machine)),
    slowLink: (target, slow) => act(target, ({ link }, machine) => link.slow(name, machine, slow)),
    traffic: async () => ({
      proxied: parseProxyLog(await readFile(proxyLog(files.services), 'utf8')),
      refused: await countRefused(name),
    }),
    clusterYaml: async (fileOptions) => renderFor(await requireState(name), fileOptions),
    snapshot: async (snapshot) => takeSnapshot(await requireState(name), snapshot),
    restore: async (snapshot) => {
      const state = await readLabState(name);
      return state !== undefined && restoreSnapshot(state, snapshot);
    },
  };
}

const NEW_LAB: LabShape = { kubernetesVersion: DEFAULT_KUBERNETES_VERSION, controlPlanes: 3, workers: 2 };
const SHAPE_KEYS = [
  'kubernetesVersion',
  'containerdVersion',
  'tools',
  'cni',
  'family',
  'runtime',
  'packaged',
  'proxy',
  'controlPlanes',
  'workers',
  'etcdMembers',
] as const;

function shapeOf(options: LabOptions, before: LabState | undefined): LabShape {
  const virtualMachines = { ...before?.virtualMachines, ...options.virtualMachines };
  return { ...NEW_LAB, ...pickShape(before), ...pickShape(options), virtualMachines };
}

function pickShape(from: Partial<LabShape> = {}): Partial<LabShape> {
  return Object.fromEntries(SHAPE_KEYS.flatMap((key) => (from[key] === undefined ? [] : [[key, from[key]]])));
}

async function requireState(name: string): Promise<LabState> {
  const state = await readLabState(name);
  if (state === undefined)
    throw new Error(`There is no lab ${name}; bring it up with: npm run lab -- up --name ${name}`);
  return state;
}

function findMachine(state: LabState, name: string): Machine {
  const machine = state.machines.find((candidate) => candidate.name === name);
  if (machine !== undefined) return machine;
  const names = state.machines.map((candidate) => candidate.name).join(', ');
  throw new Error(`Lab ${state.name} has no machine ${name}; it has ${names}.`);
}

async function readStatus(name: string): Promise<LabStatus | undefined> {
  const state = await readLabState(name);
  if (state === undefined) return undefined;
  const states = await readStates(name);
  return {
    state,
    machines: await Promise.all(state.machines.map((machine) => readMachine(name, machine, states))),
    services: await readServices(name),
    urls: serviceUrls(state.network),
    files: labFiles(name),
  };
}

async function readMachine(
  lab: string,
  machine: Machine,
  states: ReadonlyMap<string, MachineState>,
): Promise<MachineStatus> {
  const state = states.get(machine.container) ?? 'missing';
  return { ...machine, state, link: state === 'running' ? await kindOf(machine).link.read(lab, machine) : undefined };
}

async function renderFor(state: LabState, options: ClusterFileOptions = {}): Promise<string> {
  const software = { ...state, kubernetesVersion: options.kubernetesVersion ?? state.kubernetesVersion };
  const paths = listArtifacts(software).map((artifact) => artifact.path);
  const checksums = await Promise.all(paths.map(async (path) => [path, await readChecksum(path)] as const));
  const { name, network, machines } = state;
  const input = {
    lab: name,
    network,
    machines,
    software,
    packageKey: artifactFile(PUBLIC_KEY_PATH),
    files: labFiles(name),
    checksums: new Map(checksums),
  };
  const { proxyUrl, ...urls } = serviceUrls(network);
  return renderClusterFile({ ...input, ...urls, ...(state.proxy === true ? { proxyUrl } : {}) }, options);
}
