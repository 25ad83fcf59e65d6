import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Daemon,
  ensureDaemon,
  isDaemonRunning,
  killDaemon,
  listDaemons,
  stopDaemon,
} from '../../../lab/services/daemon';

let directory: string;
const daemonOf = (argv: readonly string[], isReady = async () => true): Daemon => ({
  name: 'idle',
  directory,
  argv,
  isReady,
});

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'daemon-'));
});

afterEach(async () => {
  await stopDaemon(daemonOf([]));
  await rm(directory, { recursive: true });
});

test('a daemon is started once and stopped for good', async () => {
  const idle = daemonOf(['sleep', '60']);
  expect(await ensureDaemon(idle)).toBe(true);
  expect(await ensureDaemon(idle)).toBe(false);
  expect(await listDaemons(directory)).toEqual(['idle']);
  const { pid } = JSON.parse(await readFile(join(directory, 'idle.pid'), 'utf8'));
  await stopDaemon(idle);
  expect(await isDaemonRunning(idle)).toBe(false);
  expect(await listDaemons(directory)).toEqual([]);
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
});

test('a daemon that ends at once is an error that carries its last words', async () => {
  const broken = daemonOf(['sh', '-c', 'echo address in use >&2; exit 1'], async () => false);
  await expect(ensureDaemon(broken)).rejects.toThrow('address in use');
});

test('another process that has got the number of a daemon is not taken for it, and not killed', async () => {
  await writeFile(join(directory, 'idle.pid'), JSON.stringify({ pid: process.pid, start: '1' }));
  expect(await isDaemonRunning(daemonOf([]))).toBe(false);
  await stopDaemon(daemonOf([]));
});

test('a daemon that would not be told to end is killed', async () => {
  const deaf = daemonOf(['sh', '-c', 'trap "" TERM; sleep 60']);
  await ensureDaemon(deaf);
  await killDaemon(deaf);
  expect(await isDaemonRunning(deaf)).toBe(false);
  expect(await listDaemons(directory)).toEqual([]);
});
