import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { attempt, run } from '../command';
import { gatewayOf, networkName, networkOf } from './subnet';

const TAP_PREFIX = 'slip-';

/** Name of the bridge that the lab's machines are all plugged into. */
async function bridgeOf(lab: string): Promise<string> {
  const argv = ['podman', 'network', 'inspect', '--format', '{{.NetworkInterface}}', networkName(lab)];
  return (await run(argv)).trim();
}

/** The host's end of the cable of the machine with this address; pure. No other machine of this host has its name. */
export function tapOf(address: string): string {
  return `${TAP_PREFIX}${address.split('.').slice(2).join('-')}`;
}

/** A cable from the lab's bridge to the machine with this address is there, also while the machine is off. */
export async function ensureTap(lab: string, address: string): Promise<void> {
  const tap = tapOf(address);
  await ensureBridge(lab, address);
  if (!isInterface(tap)) await run(['ip', 'tuntap', 'add', 'dev', tap, 'mode', 'tap']);
  await run(['ip', 'link', 'set', tap, 'master', await bridgeOf(lab), 'up']);
}

/** podman makes the bridge for its first container, and takes one that is there as it is. */
async function ensureBridge(lab: string, address: string): Promise<void> {
  const bridge = await bridgeOf(lab);
  if (isInterface(bridge)) return;
  await run(['ip', 'link', 'add', bridge, 'type', 'bridge']);
  await run(['ip', 'address', 'add', `${gatewayOf(networkOf(address))}/24`, 'dev', bridge]);
  await run(['ip', 'link', 'set', bridge, 'up']);
}

/** The lab's cables are gone, and its bridge unless a container is plugged into it. No-op where there is no network. */
export async function removeTaps(lab: string): Promise<void> {
  const found = await attempt(['podman', 'network', 'inspect', '--format', '{{.NetworkInterface}}', networkName(lab)]);
  const members = `/sys/class/net/${found.stdout.trim()}/brif`;
  if (found.exitCode !== 0 || !existsSync(members)) return;
  const plugged = await readdir(members);
  const taps = plugged.filter((name) => name.startsWith(TAP_PREFIX));
  for (const tap of taps) await run(['ip', 'link', 'delete', tap]);
  if (taps.length > 0 && taps.length === plugged.length) await run(['ip', 'link', 'delete', found.stdout.trim()]);
}

const isInterface = (name: string) => existsSync(`/sys/class/net/${name}`);
