import { run } from '../command';
import { labFiles } from '../lab-state';
import type { Machine } from '../machines/machine';
import { type DaemonName, ensureDaemon, isDaemonRunning, stopDaemon } from '../services/daemon';
import { ensureLinkDelay } from './link-delay';

export interface SlowLink {
  /** Every packet that the machine sends is held for so long. */
  readonly delayMs: number;
  /** Of a hundred packets that the machine sends, so many are lost. */
  readonly lossPercent: number;
}

export type LinkState = 'up' | 'cut' | 'slow';

const QUEUE = '89';
const INTERFACE = 'eth0';

const slowDaemon = (lab: string, machine: Machine): DaemonName => ({
  name: `slow-link-${machine.name}`,
  directory: labFiles(lab).services,
});

/** The machine's cable is pulled: it sees no carrier, and no packet passes. It must be running. */
export async function cutLink(machine: Machine): Promise<void> {
  await run(['ip', 'link', 'set', await findHostEnd(machine), 'down']);
}

/** The machine's cable is plugged in and as fast as ever. It must be running. */
export async function healLink(lab: string, machine: Machine): Promise<void> {
  await run(['ip', 'link', 'set', await findHostEnd(machine), 'up']);
  if (await isDaemonRunning(slowDaemon(lab, machine))) {
    await run([...(await insideOf(machine)), 'iptables', ...queueRule('-D')]);
    await forgetSlowLink(lab, machine);
  }
}

/** What the machine sends arrives late and in part, until `healLink` or a power cut. It must be running. */
export async function slowLink(lab: string, machine: Machine, slow: SlowLink): Promise<void> {
  await healLink(lab, machine);
  const inside = await insideOf(machine);
  const program = await ensureLinkDelay();
  await ensureDaemon({
    ...slowDaemon(lab, machine),
    argv: [...inside, program, QUEUE, String(slow.delayMs), String(slow.lossPercent)],
    isReady: async () => (await run([...inside, 'cat', '/proc/net/netfilter/nfnetlink_queue'])).includes(` ${QUEUE} `),
  });
  await run([...inside, 'iptables', ...queueRule('-A')]);
}

/** Ends what slows the link of a machine that is off: its network went with its power. */
export async function forgetSlowLink(lab: string, machine: Machine): Promise<void> {
  await stopDaemon(slowDaemon(lab, machine));
}

/** State of the link of a running machine. */
export async function readLink(lab: string, machine: Machine): Promise<LinkState> {
  if (await isDaemonRunning(slowDaemon(lab, machine))) return 'slow';
  const own = await run([...(await insideOf(machine)), 'ip', '-o', 'link', 'show', INTERFACE]);
  return /[<,]LOWER_UP[,>]/.test(own) ? 'up' : 'cut';
}

/** Without a listener, packets pass. */
function queueRule(verb: '-A' | '-D'): string[] {
  return [
    '-w',
    '-t',
    'mangle',
    verb,
    'POSTROUTING',
    '-o',
    INTERFACE,
    ...`-j NFQUEUE --queue-bypass --queue-num ${QUEUE}`.split(' '),
  ];
}

/** A command prefix that runs what follows in the machine's network, with the host's files. */
async function insideOf(machine: Machine): Promise<string[]> {
  const pid = (await run(['podman', 'inspect', '--format', '{{.State.Pid}}', machine.container])).trim();
  if (pid === '0') throw new Error(`${machine.name} is off; boot it first.`);
  return ['nsenter', '--target', pid, '--net', '--'];
}

/** Name of the host's end of the machine's cable. */
async function findHostEnd(machine: Machine): Promise<string> {
  const own = await run([...(await insideOf(machine)), 'ip', '-o', 'link', 'show', INTERFACE]);
  const index = new RegExp(`${INTERFACE}@if(\\d+):`).exec(own)?.[1];
  const links = (await run(['ip', '-o', 'link', 'show'])).split('\n');
  const name = links
    .find((line) => line.startsWith(`${index}: `))
    ?.split(': ')[1]
    ?.split('@')[0];
  if (name === undefined) throw new Error(`Cannot find the host's end of the link of ${machine.name}: ${own.trim()}`);
  return name;
}
