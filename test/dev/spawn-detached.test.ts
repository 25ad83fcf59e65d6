import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isProcessAlive } from '../../src/dev/process-identity';
import { spawnDetached } from '../../src/dev/spawn-detached';
import { stopProcess } from '../../src/dev/stop-process';
import { useScratch } from './scratch';

const { directory } = useScratch();

test('the process leads a session of its own, and its output goes to a private log', async () => {
  const logFile = join(directory, 'logs', 'out.log');
  const identity = await spawnDetached({
    command: 'sh',
    args: ['-c', 'echo hello; exec sleep 60'],
    logFile,
    env: process.env,
  });
  expect(isProcessAlive(identity)).toBe(true);
  const session = readFileSync(`/proc/${identity.pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[3];
  expect(session).toBe(String(identity.pid));
  while (readFileSync(logFile, 'utf8') !== 'hello\n') await delay(10);
  await stopProcess(identity, 5000);
  expect(statSync(logFile).mode & 0o777).toBe(0o600);
});

test('a command that is not there is an error', async () => {
  const wanted = { command: '/no/such/program', args: [], logFile: join(directory, 'none.log'), env: process.env };
  await expect(spawnDetached(wanted)).rejects.toThrow('ENOENT');
});
