import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { identifyProcess, isProcessAlive } from '../../src/dev/process-identity';

test('a living process is recognised, and not any more when it has ended', async () => {
  const child = spawn('sleep', ['60'], { stdio: 'ignore' });
  await once(child, 'spawn');
  const identity = identifyProcess(child.pid ?? 0);
  expect(identity).toMatchObject({ pid: child.pid });
  expect(identity !== undefined && isProcessAlive(identity)).toBe(true);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(identity !== undefined && isProcessAlive(identity)).toBe(false);
});

test('another process that got the same pid is not taken for it', () => {
  const self = identifyProcess(process.pid);
  expect(isProcessAlive({ pid: process.pid, startedAt: 'an earlier boot/1' })).toBe(false);
  expect(self !== undefined && isProcessAlive(self)).toBe(true);
});

test('a pid that nobody has gives nothing', () => {
  expect(identifyProcess(2 ** 22 + 1)).toBeUndefined();
});
