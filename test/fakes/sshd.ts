import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createKeyPair, type KeyPair, type KeyType } from './ssh-keys';

const sshdPath = ['/usr/sbin/sshd', '/usr/local/sbin/sshd'].find((path) => existsSync(path));

/** Why no sshd can be started here; undefined when one can. */
function missingForSshd(): string | undefined {
  if (process.getuid?.() !== 0) return 'not root';
  return sshdPath === undefined ? 'no sshd (apt-get install openssh-server)' : undefined;
}

/** `describe` where sshd can run; elsewhere skipped, and said so on stderr. */
export function describeWithSshd(title: string, body: () => void): void {
  const missing = missingForSshd();
  if (missing !== undefined) process.stderr.write(`SKIPPED "${title}": ${missing}\n`);
  (missing === undefined ? describe : describe.skip)(title, body);
}

export interface SshdOptions {
  /** Where its files go; readable by all, because sshd reads authorized_keys as the user. */
  readonly directory: string;
  readonly hostKeyTypes?: readonly KeyType[];
  /** Public keys that may log in, as any user. */
  readonly authorizedKeys?: readonly string[];
  /** More lines of sshd_config; they win over the fixture's own. */
  readonly config?: readonly string[];
}

/** A real sshd on a loopback port of its own. */
export interface Sshd {
  readonly port: number;
  readonly hostKeys: readonly KeyPair[];
  /** Ends it and all its connections at once, as a power cut does; commands of users go on. */
  kill(): Promise<void>;
  /** Starts it on the same port, with other host keys when given. */
  start(hostKeyTypes?: readonly KeyType[]): Promise<void>;
  /** How many connections it holds, logged in or not. */
  connections(): number;
  /** What it logged since its start. */
  log(): string;
}

export async function startSshd(options: SshdOptions): Promise<Sshd> {
  const port = await findFreePort();
  const state: { child?: ChildProcess; hostKeys: KeyPair[]; log: string } = { hostKeys: [], log: '' };
  const sshd: Sshd = {
    port,
    get hostKeys() {
      return state.hostKeys;
    },
    connections: () => (state.child?.pid === undefined ? 0 : countChildren(state.child.pid)),
    log: () => state.log,
    async kill() {
      const pid = state.child?.pid;
      if (pid === undefined) return;
      for (const victim of findSshdTree(pid)) killQuietly(victim);
      delete state.child;
      await waitFor(async () => !(await answers(port)), `sshd on port ${port} to be gone`);
    },
    async start(hostKeyTypes) {
      if (hostKeyTypes !== undefined || state.hostKeys.length === 0) {
        const types = hostKeyTypes ?? options.hostKeyTypes ?? ['ed25519'];
        state.hostKeys = types.map((type) => createKeyPair(options.directory, `host-${port}-${type}`, { type }));
      }
      state.log = '';
      state.child = spawn(String(sshdPath), ['-D', '-e', '-f', writeConfig(port, state.hostKeys, options)]);
      state.child.stderr?.on('data', (chunk: Buffer) => (state.log += chunk.toString()));
      await waitFor(async () => answers(port), `sshd on port ${port} to answer: ${state.log}`);
    },
  };
  await sshd.start();
  return sshd;
}

function writeConfig(port: number, hostKeys: readonly KeyPair[], options: SshdOptions): string {
  mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
  const authorizedKeys = join(options.directory, `authorized-keys-${port}`);
  writeFileSync(authorizedKeys, `${(options.authorizedKeys ?? []).join('\n')}\n`, { mode: 0o644 });
  const lines = [
    ...(options.config ?? []),
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    ...hostKeys.map(({ privateKeyFile }) => `HostKey ${privateKeyFile}`),
    `AuthorizedKeysFile ${authorizedKeys}`,
    'PermitRootLogin yes',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'StrictModes no',
    'UsePAM yes',
    'PidFile none',
    // Keeps bash from running the .bashrc of whoever owns this machine for every command.
    'SetEnv SHLVL=1',
    'LogLevel VERBOSE',
  ];
  const file = join(options.directory, `sshd-config-${port}`);
  writeFileSync(file, `${lines.join('\n')}\n`);
  execFileSync(String(sshdPath), ['-t', '-f', file]);
  return file;
}

function countChildren(pid: number): number {
  return listProcesses().filter(({ parent }) => parent === pid).length;
}

/** The daemon and its connection processes, which have sessions of their own. */
function findSshdTree(root: number): number[] {
  const processes = listProcesses();
  const tree = [root];
  for (const pid of tree) tree.push(...processes.filter(({ parent }) => parent === pid).map((child) => child.pid));
  return tree.filter((pid) => processes.some((entry) => entry.pid === pid && entry.name.startsWith('sshd')));
}

function listProcesses() {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => readStat(Number(pid)));
}

function readStat(pid: number): { pid: number; name: string; parent: number }[] {
  try {
    const match = /^\d+ \((.*)\) \S (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, 'latin1'));
    return match === null ? [] : [{ pid, name: String(match[1]), parent: Number(match[2]) }];
  } catch {
    return [];
  }
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no TCP port');
  return address.port;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('data', () => socket.destroy());
    socket.once('data', () => resolve(true));
    socket.once('error', () => resolve(false));
  });
}

/** Polls until the condition holds; fails after ten seconds, naming what was awaited. */
export async function waitFor(isDone: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (const deadline = Date.now() + 10_000; ; await sleep(20)) {
    if (await isDone()) return;
    if (Date.now() > deadline) throw new Error(`waited in vain for ${what}`);
  }
}
