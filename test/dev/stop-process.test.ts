import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { identifyProcess, isProcessAlive, type ProcessIdentity } from '../../src/dev/process-identity';
import { stopProcess } from '../../src/dev/stop-process';

/** A node program that says when it is ready, so that its signal handlers are there. */
async function start(program: string): Promise<ProcessIdentity> {
  const child = spawn(process.execPath, ['-e', `${program}; console.log('ready'); setInterval(() => {}, 1000)`], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await once(child.stdout, 'data');
  const identity = identifyProcess(child.pid ?? 0);
  if (identity === undefined) throw new Error('the program ended at once');
  return identity;
}

test('a process that heeds SIGTERM is stopped', async () => {
  const identity = await start('0');
  expect(await stopProcess(identity, 5000)).toBe('stopped');
  expect(isProcessAlive(identity)).toBe(false);
});

test('a process that ignores SIGTERM is killed after the grace time', async () => {
  const identity = await start("process.on('SIGTERM', () => {})");
  expect(await stopProcess(identity, 300)).toBe('killed');
  expect(isProcessAlive(identity)).toBe(false);
});

test('a process that merely has the pid is left alone', async () => {
  const identity = await start('0');
  expect(await stopProcess({ ...identity, startedAt: 'another start' }, 100)).toBe('not-running');
  expect(isProcessAlive(identity)).toBe(true);
  await stopProcess(identity, 5000);
});
