import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isProcessAlive } from '../../../src/dev/process-identity';
import { stopProcess } from '../../../src/dev/stop-process';
import { startWorkers } from '../../../src/dev/supervisor/start';
import { findSupervisor, supervisorPaths } from '../../../src/dev/supervisor/state';
import { stopSupervised } from '../../../src/dev/supervisor/stop';
import { compileDev } from '../compile-dev';
import { useScratch } from '../scratch';

const { directory, env } = useScratch();
const supervisor = join(compileDev(join(directory, 'dev')), 'supervisor/main.js');
const worker = join(directory, 'worker.js');
writeFileSync(worker, "console.log('polling'); setInterval(() => {}, 1000);");
const options = { command: process.execPath, args: [worker], count: 2, env, build: '1', supervisor };
jest.setTimeout(30_000);
afterAll(() => stopSupervised(env));

const pids = () => (findSupervisor(env)?.workers ?? []).map(({ process }) => process?.pid);

async function waitFor(condition: () => boolean): Promise<void> {
  const deadlineMs = Date.now() + 10_000;
  while (!condition()) {
    if (Date.now() > deadlineMs) throw new Error('it did not come true within 10 s');
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

test('two workers start with logs of their own, and a second start leaves them alone', async () => {
  const first = await startWorkers(options);
  expect(first.outcome).toBe('started');
  await waitFor(() => pids().length === 2);
  const before = pids();
  expect((await startWorkers(options)).outcome).toBe('already-running');
  expect(pids()).toEqual(before);
  const log = join(supervisorPaths(env).directory, 'worker-2.log');
  await waitFor(() => existsSync(log) && readFileSync(log, 'utf8') === 'polling\n');
});

test('a worker that is killed is started again at once, the other one is left alone', async () => {
  const [first, second] = pids();
  process.kill(first ?? 0, 'SIGKILL');
  const killedAtMs = Date.now();
  await waitFor(() => pids().length === 2 && !pids().includes(first));
  expect(Date.now() - killedAtMs).toBeLessThan(5000);
  expect(pids()).toContain(second);
  expect(findSupervisor(env)?.workers.map(({ restarts }) => restarts)).toEqual([1, 0]);
  expect(readFileSync(supervisorPaths(env).log, 'utf8')).toMatch(
    /worker-1 ended \(SIGKILL\); starting it again in 200 ms/,
  );
});

test('workers of another build are replaced', async () => {
  const before = findSupervisor(env);
  expect((await startWorkers({ ...options, build: '2' })).outcome).toBe('replaced');
  for (const { process } of before?.workers ?? []) expect(process !== undefined && isProcessAlive(process)).toBe(false);
});

test('workers outlive a supervisor that is killed, and the next start replaces them', async () => {
  await waitFor(() => pids().length === 2);
  const before = findSupervisor(env);
  if (before === undefined) throw new Error('no supervisor runs');
  process.kill(before.process.pid, 'SIGKILL');
  await stopProcess(before.process, 1000);
  expect(findSupervisor(env)).toMatchObject({ alive: false });
  expect(pids()).toHaveLength(2);
  expect((await startWorkers({ ...options, build: '2' })).outcome).toBe('replaced');
  for (const { process } of before.workers) expect(process !== undefined && isProcessAlive(process)).toBe(false);
});

test('stop ends the supervisor and its workers, and a second stop says that nothing runs', async () => {
  const before = findSupervisor(env);
  expect(await stopSupervised(env)).toBe('stopped');
  for (const { process } of before?.workers ?? []) expect(process !== undefined && isProcessAlive(process)).toBe(false);
  expect(before !== undefined && isProcessAlive(before.process)).toBe(false);
  expect(await stopSupervised(env)).toBe('not-running');
});

test('a supervisor that cannot start is an error that names its log', async () => {
  await expect(startWorkers({ ...options, supervisor: join(directory, 'missing.js') })).rejects.toThrow(
    `the supervisor of the workers does not come up; see ${supervisorPaths(env).log}`,
  );
});
