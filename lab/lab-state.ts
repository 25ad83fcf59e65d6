import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { run } from './command';
import type { Machine, MachineCounts } from './machines/machine';
import { labDirectory, labsDirectory } from './paths';
import type { ServiceOptions } from './services/services';
import type { Software } from './software';

/** What a lab is, as far as it stands; kept in its directory. */
export interface LabState extends Software, ServiceOptions, MachineCounts {
  readonly name: string;
  /** The first three parts of its addresses. */
  readonly network: string;
  readonly image: string;
  /** Of machines with a kernel of their own. */
  readonly virtualImage?: string;
  readonly machines: readonly Machine[];
}

/** Files of a lab, all under its directory, which is readable by its owner only. */
export function labFiles(name: string) {
  const directory = labDirectory(name);
  return {
    directory,
    lock: join(labsDirectory(), `.${name}.lock`),
    state: join(directory, 'lab.json'),
    privateKey: join(directory, 'ssh', 'id_ed25519'),
    knownHosts: join(directory, 'ssh', 'known_hosts'),
    sudoPassword: join(directory, 'ssh', 'ops-password'),
    clusterFile: join(directory, 'cluster.yaml'),
    services: join(directory, 'services'),
    links: join(directory, 'links'),
    virtualMachines: join(directory, 'vms'),
    virtualMachine: (machine: string) => join(directory, 'vms', machine),
    identity: (machine: string) => join(directory, 'machines', machine),
  };
}

export function assertLabName(name: string): void {
  if (/^[a-z]([a-z0-9-]{0,30}[a-z0-9])?$/.test(name)) return;
  throw new Error(`${JSON.stringify(name)} is no name for a lab: lowercase letters, digits and -, at most 32.`);
}

/** The lab's state, or undefined when there is no such lab. */
export async function readLabState(name: string): Promise<LabState | undefined> {
  const { state } = labFiles(name);
  return existsSync(state) ? (JSON.parse(await readFile(state, 'utf8')) as LabState) : undefined;
}

export async function writeLabState(state: LabState): Promise<void> {
  const files = labFiles(state.name);
  await mkdir(files.directory, { recursive: true, mode: 0o700 });
  await writeFile(`${files.state}.new`, `${JSON.stringify(state, null, 2)}\n`);
  await rename(`${files.state}.new`, files.state);
}

/** Names of all labs that left something in the state directory. */
export async function listLabs(): Promise<string[]> {
  if (!existsSync(labsDirectory())) return [];
  const entries = await readdir(labsDirectory(), { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .toSorted();
}

/** The sudo password of the lab's machines, made once. */
export async function ensureSudoPassword(name: string): Promise<string> {
  const { sudoPassword } = labFiles(name);
  if (!existsSync(sudoPassword)) {
    await mkdir(dirname(sudoPassword), { recursive: true, mode: 0o700 });
    await writeFile(sudoPassword, `${randomBytes(15).toString('base64url')}\n`, { mode: 0o600 });
  }
  return (await readFile(sudoPassword, 'utf8')).trim();
}

/** The sudo password as a machine may keep it: only its hash ever reaches a disk other than the lab's own. */
export async function hashSudoPassword(name: string): Promise<string> {
  const password = await ensureSudoPassword(name);
  return (await run(['openssl', 'passwd', '-6', '-stdin'], { input: `${password}\n` })).trim();
}
