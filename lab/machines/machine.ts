import { type VirtualHardware, type VirtualOptions, hardwareOf } from './vm/hardware';

/** How a machine lets its user become root. */
export type Access = 'root' | 'passwordless-sudo' | 'password-sudo';
export type MachineRole = 'control-plane' | 'worker' | 'etcd';

/** A container that stands in for a virtual machine, or a virtual machine. */
export interface Machine {
  /** Host name, and name of the Node it becomes. */
  readonly name: string;
  readonly role: MachineRole;
  readonly address: string;
  readonly macAddress: string;
  readonly access: Access;
  /** `root`, or the unprivileged `ops`. */
  readonly user: string;
  /** Name of its container, or of its QEMU. */
  readonly container: string;
  /** Of a machine with a kernel of its own; others are containers. */
  readonly virtual?: VirtualHardware;
  /** Public half of its host key, as `ssh-ed25519 AAAA…`. */
  readonly hostKey: string;
}

/** A machine before its host key is made. */
export type MachinePlan = Omit<Machine, 'hostKey'>;

const ACCESS_CYCLE: readonly Access[] = ['passwordless-sudo', 'password-sudo', 'root'];
const FIRST_HOST: Readonly<Record<MachineRole, number>> = { 'control-plane': 10, worker: 100, etcd: 250 };
const MOST: Readonly<Record<MachineRole, number>> = { 'control-plane': 89, worker: 150, etcd: 4 };
const PREFIX: Readonly<Record<MachineRole, string>> = { 'control-plane': 'cp', worker: 'worker', etcd: 'etcd' };

/** The last part of the address that load balancers of the lab take, between control planes and workers. */
export const VIRTUAL_HOST = 100;

export interface MachineCounts {
  readonly controlPlanes: number;
  readonly workers: number;
  readonly etcdMembers?: number;
  /** By name, those that have a kernel of their own. */
  readonly virtualMachines?: Readonly<Record<string, VirtualOptions>>;
}

/**
 * Names, addresses and ways in of a lab's machines; pure. `network` is the first three parts of its /24.
 * The first of each role are the same whatever their number, so that a lab can grow.
 */
export function planMachines(lab: string, network: string, counts: MachineCounts): MachinePlan[] {
  const machines = [
    ...planRole(lab, network, 'control-plane', counts.controlPlanes),
    ...planRole(lab, network, 'worker', counts.workers),
    ...planRole(lab, network, 'etcd', counts.etcdMembers ?? 0),
  ];
  const { virtualMachines = {} } = counts;
  for (const name of Object.keys(virtualMachines)) {
    if (machines.some((machine) => machine.name === name)) continue;
    throw new RangeError(`Lab ${lab} has no machine ${name} that could have a kernel of its own.`);
  }
  return machines.map((machine) => {
    const options = virtualMachines[machine.name];
    return options === undefined ? machine : { ...machine, virtual: hardwareOf(options) };
  });
}

function planRole(lab: string, network: string, role: MachineRole, count: number): MachinePlan[] {
  if (!Number.isInteger(count) || count < 0 || count > MOST[role]) {
    throw new RangeError(`A lab has 0 to ${MOST[role]} machines of role ${role}, not ${count}.`);
  }
  return Array.from({ length: count }, (_, index) => {
    const name = `${PREFIX[role]}-${index + 1}`;
    const address = `${network}.${FIRST_HOST[role] + index + 1}`;
    // Workers start one further in the cycle, so that a small lab has every kind of access.
    const access = ACCESS_CYCLE[(index + (role === 'worker' ? 1 : 0)) % ACCESS_CYCLE.length] ?? 'root';
    return {
      name,
      role,
      address,
      macAddress: macAddressOf(address),
      access,
      user: access === 'root' ? 'root' : 'ops',
      container: containerName(lab, name),
    };
  });
}

export const containerName = (lab: string, machine: string) => `slipway-${lab}-${machine}`;

/** A locally administered MAC address that follows from the IP address, so that it survives a boot. */
function macAddressOf(address: string): string {
  const octets = address.split('.').map((part) => Number(part).toString(16).padStart(2, '0'));
  return ['02', '5a', ...octets].join(':');
}
