import { setTimeout as sleep } from 'node:timers/promises';
import { existsSync } from 'node:fs';
import { type CommandOptions, type CommandResult, attempt, run } from '../command';
import { sourceFile } from '../paths';
import { readBanner } from './ssh-banner';
import type { MachineState } from './kind';
import type { Machine, MachinePlan } from './machine';
import { thaw } from './thaw';

const BOOT_TIMEOUT_MS = 120_000;
const POLL_MS = 150;
const SHUTDOWN_SECONDS = 60;

export const LAB_LABEL = 'slipway.lab';

/** Where CAP_SYS_RESOURCE is missing, podman's own defaults cannot be set. */
const LIMITS = ['--ulimit', 'nofile=20000:20000', '--ulimit', 'nproc=32768:32768'];

/** `podman create` for a machine; pure but for the host's kernel modules. */
export function createArguments(
  machine: MachinePlan,
  options: { readonly lab: string; readonly network: string; readonly image: string },
): string[] {
  return [
    'podman',
    'create',
    '--replace',
    '--name',
    machine.container,
    '--hostname',
    machine.name,
    '--label',
    `${LAB_LABEL}=${options.lab}`,
    '--privileged',
    '--systemd=always',
    '--cgroupns=private',
    '--security-opt',
    `seccomp=${sourceFile('seccomp.json')}`,
    '--network',
    options.network,
    '--ip',
    machine.address,
    '--mac-address',
    machine.macAddress,
    ...LIMITS,
    '--tmpfs',
    '/run',
    '--tmpfs',
    '/tmp:exec',
    '--volume',
    '/var',
    ...(existsSync('/lib/modules') ? ['--volume', '/lib/modules:/lib/modules:ro'] : []),
    options.image,
    '/usr/local/sbin/lab-init',
  ];
}

interface Container {
  readonly Names: readonly string[];
  readonly State: string;
}

async function readContainers(lab: string): Promise<readonly Container[]> {
  const filter = `label=${LAB_LABEL}=${lab}`;
  return JSON.parse(await run(['podman', 'ps', '--all', '--filter', filter, '--format', 'json'])) as Container[];
}

const nameOf = ({ Names }: Container) => Names[0] ?? '';

/** Every container of a lab, those that never ran included. */
export async function listContainers(lab: string): Promise<string[]> {
  return (await readContainers(lab)).map(nameOf);
}

/** State of every machine of a lab, by container. A container that never ran is no machine yet. */
export async function readContainerStates(lab: string): Promise<ReadonlyMap<string, MachineState>> {
  const machines = (await readContainers(lab)).filter(({ State }) => State !== 'created' && State !== 'configured');
  return new Map(machines.map((one) => [nameOf(one), one.State === 'running' ? 'running' : 'off']));
}

/** Runs `argv` in the machine, past sshd: the way that does not depend on what is tested. */
export function execIn(
  machine: Pick<Machine, 'container'>,
  argv: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  return attempt(['podman', 'exec', '--interactive', machine.container, ...argv], options);
}

/** It was off already, or it is killed and podman has not waited for its end: on a busy host that takes longer. */
const BEARABLE = /not running|can only kill running|timed out waiting for file \S*\/exits\//i;

/** Ends every process of the machine at once; what it had written stays. No-op when it is off. */
export async function cutPower(machine: Pick<Machine, 'container'>): Promise<void> {
  const cgroup = await attempt(['podman', 'inspect', '--format', '{{.State.CgroupPath}}', machine.container]);
  const kill = attempt(['podman', 'kill', '--signal', 'KILL', machine.container]);
  const thawing = setInterval(() => cgroup.stdout.trim() !== '' && thaw(cgroup.stdout.trim()), POLL_MS);
  const killed = await kill.finally(() => clearInterval(thawing));
  if (killed.exitCode !== 0 && !BEARABLE.test(killed.stderr)) {
    throw new Error(`Cannot cut the power of ${machine.container}: ${killed.stderr.trim()}`);
  }
  await attempt(['podman', 'wait', '--condition', 'stopped', '--condition', 'exited', machine.container]);
}

/** The machine is off, as after `poweroff`. No-op when it is off. */
export async function shutDown(machine: Pick<Machine, 'container'>): Promise<void> {
  await run(['podman', 'stop', '--time', String(SHUTDOWN_SECONDS), machine.container]);
}

/** The containers are gone, with the data of their machines. */
export async function removeContainers(containers: readonly string[]): Promise<void> {
  if (containers.length === 0) return;
  // podman would wait in vain for what runc has frozen.
  await Promise.all(containers.map(async (container) => (await isRunning({ container })) && cutPower({ container })));
  await run(['podman', 'rm', '--force', '--volumes', '--time', '0', ...containers]);
}

/** The machine is up: systemd has finished booting and sshd answers. Starts it when it is off. */
export async function bootMachine(machine: Pick<Machine, 'container' | 'name' | 'address'>): Promise<void> {
  await run(['podman', 'start', machine.container]);
  const deadline = Date.now() + BOOT_TIMEOUT_MS;
  let state = 'no answer';
  while (Date.now() < deadline && (await isRunning(machine))) {
    const answer = await execIn(machine, ['systemctl', 'is-system-running']);
    state = answer.stdout.trim() || answer.stderr.trim();
    const hasBooted = state === 'running' || state === 'degraded';
    if (hasBooted && (await readBanner(machine.address))?.startsWith('SSH-2.0') === true) return;
    await sleep(POLL_MS);
  }
  const { stdout, stderr } = await attempt(['podman', 'logs', '--tail', '5', machine.container]);
  throw new Error(`${machine.name} does not boot: ${state}\n${stdout}${stderr}`.trimEnd());
}

async function isRunning({ container }: Pick<Machine, 'container'>): Promise<boolean> {
  return (await attempt(['podman', 'inspect', '--format', '{{.State.Running}}', container])).stdout.trim() === 'true';
}
