import { networkInterfaces } from 'node:os';
import { attempt, run } from '../command';
import { LAB_LABEL } from '../machines/container';
import { labDirectory } from '../paths';

const DIRECTORY_LABEL = 'slipway.lab.directory';

const FIRST = 64;
const LAST = 254;

/** The first three parts of the lowest 10.89.N.0/24 that none of the given IPv4 addresses or CIDRs lies in; pure. */
export function chooseNetwork(taken: readonly string[]): string {
  const used = new Set(taken.map(networkOf));
  for (let third = FIRST; third <= LAST; third += 1) {
    const network = `10.89.${third}`;
    if (!used.has(network)) return network;
  }
  throw new Error(`Every network from 10.89.${FIRST}.0/24 to 10.89.${LAST}.0/24 is taken; take a lab down.`);
}

export const networkName = (lab: string) => `slipway-${lab}`;
/** The first three parts of an address. */
export const networkOf = (address: string) => address.split('.').slice(0, 3).join('.');
export const gatewayOf = (network: string) => `${network}.1`;

/** The lab's network exists. Returns the first three parts of its addresses. */
export async function ensureNetwork(lab: string): Promise<string> {
  const existing = await readNetworks();
  const own = findOwn(lab, existing);
  if (own?.subnets[0] !== undefined) return networkOf(own.subnets[0]);
  const ofHost = Object.values(networkInterfaces()).flatMap((all) => (all ?? []).map((one) => one.address));
  const taken = [...existing.flatMap((network) => network.subnets), ...ofHost];
  return createNetwork(lab, taken);
}

async function createNetwork(lab: string, taken: readonly string[]): Promise<string> {
  const network = chooseNetwork(taken);
  const created = await attempt([
    'podman',
    'network',
    'create',
    '--disable-dns',
    '--label',
    `${LAB_LABEL}=${lab}`,
    '--label',
    `${DIRECTORY_LABEL}=${labDirectory(lab)}`,
    '--subnet',
    `${network}.0/24`,
    '--gateway',
    gatewayOf(network),
    networkName(lab),
  ]);
  if (created.exitCode === 0) return network;
  // Another lab, or anything else on this host, took it in the meantime.
  if (/already used|already being used|subnet/.test(created.stderr))
    return createNetwork(lab, [...taken, `${network}.0`]);
  throw new Error(`Cannot create the network of lab ${lab}: ${created.stderr.trim()}`);
}

interface NetworkInspection {
  readonly name: string;
  readonly subnets?: readonly { readonly subnet: string }[];
  readonly labels?: Readonly<Record<string, string>>;
}

interface Network {
  readonly name: string;
  readonly subnets: readonly string[];
  readonly directory: string | undefined;
}

/** The lab's network. Throws when a lab of this name, with its files elsewhere, has it. */
function findOwn(lab: string, networks: readonly Network[]): Network | undefined {
  const own = networks.find((network) => network.name === networkName(lab));
  if (own?.directory === undefined || own.directory === labDirectory(lab)) return own;
  throw new Error(`Another lab ${lab} is on this host, with its files in ${own.directory}; choose another name.`);
}

async function readNetworks(): Promise<Network[]> {
  const names = (await run(['podman', 'network', 'ls', '--format', '{{.Name}}'])).split('\n').filter(Boolean);
  const inspected = await attempt(['podman', 'network', 'inspect', ...names]);
  const networks = JSON.parse(inspected.stdout || '[]') as NetworkInspection[];
  return networks.map(({ name, subnets = [], labels = {} }) => ({
    name,
    subnets: subnets.map((one) => one.subnet),
    directory: labels[DIRECTORY_LABEL],
  }));
}

/** Throws when the machines of this name are those of a lab with its files elsewhere. */
export async function assertOwnLab(lab: string): Promise<void> {
  findOwn(lab, await readNetworks());
}

/** The lab's network is gone. */
export async function removeNetwork(lab: string): Promise<void> {
  const removed = await attempt(['podman', 'network', 'rm', '--force', networkName(lab)]);
  if (removed.exitCode !== 0 && !/not found|no such|unable to find/i.test(removed.stderr)) {
    throw new Error(`Cannot remove the network of lab ${lab}: ${removed.stderr.trim()}`);
  }
}
