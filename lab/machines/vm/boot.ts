import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Machine } from '../machine';
import { readBanner } from '../ssh-banner';
import { runByAgent } from './agent';
import type { VirtualFiles } from './qemu';

/** Half a minute on a quiet host; everything is slower by as much as others use. */
const BOOT_TIMEOUT_MS = 10 * 60_000;
const POLL_MS = 500;
const LAST_LINES = 8;

/** systemd has finished booting and sshd answers. Throws with the end of the console when they do not. */
export async function awaitBoot(
  machine: Machine,
  files: VirtualFiles,
  hasPower: () => Promise<boolean>,
): Promise<void> {
  const deadlineMs = Date.now() + BOOT_TIMEOUT_MS;
  let state = 'no answer';
  while (Date.now() < deadlineMs && (await hasPower())) {
    const answer = await runByAgent(files.agent, ['systemctl', 'is-system-running']);
    state = answer.stdout.trim() || answer.stderr.trim();
    const hasBooted = state === 'running' || state === 'degraded';
    if (hasBooted && (await readBanner(machine.address))?.startsWith('SSH-2.0') === true) return;
    await sleep(POLL_MS);
  }
  throw new Error(`${machine.name} does not boot: ${state}\n${await readEnd(files.console)}`.trimEnd());
}

async function readEnd(console: string): Promise<string> {
  const text = await readFile(console, 'utf8').catch(() => '');
  return text.trimEnd().split('\n').slice(-LAST_LINES).join('\n');
}
