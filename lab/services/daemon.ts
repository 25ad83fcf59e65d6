import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, open, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ProcessIdentity, isSameProcess, readProcessStart } from './process';

const STOP_GRACE_MS = 5_000;
const READY_TIMEOUT_MS = 60_000;
const POLL_MS = 50;

/** A process that outlives the command that started it; known by the pid file in its directory. */
export interface Daemon {
  readonly name: string;
  readonly directory: string;
  readonly argv: readonly string[];
  /** Whether it does its work yet. */
  readonly isReady: () => Promise<boolean>;
}

/** What is enough to find a daemon that may run. */
export type DaemonName = Pick<Daemon, 'name' | 'directory'>;

const pidFile = (daemon: DaemonName) => join(daemon.directory, `${daemon.name}.pid`);
const logFile = (daemon: DaemonName) => join(daemon.directory, `${daemon.name}.log`);

async function readIdentity(daemon: DaemonName): Promise<ProcessIdentity | undefined> {
  try {
    return JSON.parse(await readFile(pidFile(daemon), 'utf8')) as ProcessIdentity;
  } catch {
    return undefined;
  }
}

/** Names of the daemons that were started from a directory and not stopped since. */
export async function listDaemons(directory: string): Promise<string[]> {
  const files = existsSync(directory) ? await readdir(directory) : [];
  return files.filter((file) => file.endsWith('.pid')).map((file) => file.slice(0, -'.pid'.length));
}

export async function isDaemonRunning(daemon: DaemonName): Promise<boolean> {
  const identity = await readIdentity(daemon);
  return identity !== undefined && (await isSameProcess(identity));
}

/** The daemon runs and serves. Returns false when it did already. Throws with the end of its log when it does not come up. */
export async function ensureDaemon(daemon: Daemon): Promise<boolean> {
  if (await isDaemonRunning(daemon)) return false;
  await mkdir(daemon.directory, { recursive: true });
  const log = await open(logFile(daemon), 'w', 0o600);
  try {
    const [file = '', ...args] = daemon.argv;
    const child = spawn(file, args, { detached: true, stdio: ['ignore', log.fd, log.fd] });
    await new Promise<void>((resolve, reject) => child.once('spawn', resolve).once('error', reject));
    child.unref();
    const pid = child.pid ?? 0;
    const identity = { pid, start: (await readProcessStart(pid)) ?? 'gone' };
    await writeFile(pidFile(daemon), JSON.stringify(identity));
  } finally {
    await log.close();
  }
  await waitUntilReady(daemon);
  return true;
}

async function waitUntilReady(daemon: Daemon): Promise<void> {
  const deadline = Date.now() + READY_TIMEOUT_MS;
  while (Date.now() < deadline && (await isDaemonRunning(daemon))) {
    if (await daemon.isReady()) return;
    await sleep(POLL_MS);
  }
  const said = (await readFile(logFile(daemon), 'utf8')).trim().split('\n').slice(-5).join('\n');
  await stopDaemon(daemon);
  throw new Error(`${daemon.name} does not come up:\n${said}`);
}

/** Whether a URL answers with a status below 500. */
export async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2_000) })).status < 500;
  } catch {
    return false;
  }
}

/** The daemon does not run and its pid file is gone. */
export async function stopDaemon(daemon: DaemonName): Promise<void> {
  const identity = await readIdentity(daemon);
  if (identity !== undefined) await endProcess(identity);
  await rm(pidFile(daemon), { force: true });
}

/** The daemon ends at once, whatever it was doing, and its pid file is gone. */
export async function killDaemon(daemon: DaemonName): Promise<void> {
  const identity = await readIdentity(daemon);
  if (identity !== undefined) {
    if (await isSameProcess(identity)) process.kill(identity.pid, 'SIGKILL');
    await awaitEnd(identity);
  }
  await rm(pidFile(daemon), { force: true });
}

async function awaitEnd(identity: ProcessIdentity): Promise<void> {
  while (await isSameProcess(identity)) await sleep(POLL_MS);
}

async function endProcess(identity: ProcessIdentity): Promise<void> {
  const deadline = Date.now() + STOP_GRACE_MS;
  if (await isSameProcess(identity)) process.kill(identity.pid, 'SIGTERM');
  while (await isSameProcess(identity)) {
    if (Date.now() > deadline) process.kill(identity.pid, 'SIGKILL');
    await sleep(POLL_MS);
  }
}
