import { once } from 'node:events';
import { statSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { startDevServer } from '../../../src/dev/dev-server/start';
import { devServerPaths, findDevServer } from '../../../src/dev/dev-server/state';
import { stopDevServer } from '../../../src/dev/dev-server/stop';
import { chooseFreePort } from '../../../src/dev/free-port';
import { isProcessAlive } from '../../../src/dev/process-identity';
import { runCommand } from '../../../src/dev/run-command';
import { stopProcess } from '../../../src/dev/stop-process';
import { useTemporalCli } from '../temporal-cli/cached';
import { useScratch } from '../scratch';

const { env } = useScratch();
useTemporalCli(env);
jest.setTimeout(60_000);
afterAll(() => stopDevServer(env));

async function temporal(...args: string[]): Promise<string> {
  const state = findDevServer(env);
  if (state === undefined) throw new Error('no dev server runs');
  return (await runCommand(state.temporalCli, [...args, '--address', state.address, '-o', 'json'])).stdout;
}

test('a dev server starts, keeps its files private, and a second start leaves it alone', async () => {
  const [port, uiPort] = [await chooseFreePort([]), await chooseFreePort([])];
  const first = await startDevServer({ env, port, uiPort });
  expect(first).toMatchObject({ started: true, address: `127.0.0.1:${port}`, uiUrl: `http://127.0.0.1:${uiPort}` });
  expect(statSync(devServerPaths(env).directory).mode & 0o777).toBe(0o700);
  const second = await startDevServer({ env });
  expect(second).toEqual({ ...first, started: false });
  expect((await fetch(first.uiUrl)).status).toBe(200);
});

test('histories are kept for 90 days and the search attributes are known', async () => {
  expect(await temporal('operator', 'namespace', 'describe', '-n', 'default')).toContain(`${90 * 24 * 3600}s`);
  const attributes = await temporal('operator', 'search-attribute', 'list', '-n', 'default');
  expect(attributes).toMatch(/SlipwayCluster[\s\S]*SlipwayHealth[\s\S]*SlipwayPhase/);
});

test('it listens on loopback only', async () => {
  const pid = findDevServer(env)?.process.pid;
  const { stdout } = await runCommand('ss', ['-ltnpH']);
  const listeners = stdout.split('\n').filter((line) => line.includes(`pid=${pid},`));
  expect(listeners.length).toBeGreaterThan(1);
  for (const listener of listeners) expect(listener.split(/\s+/)[3]).toMatch(/^127\.0\.0\.1:/);
});

test('after a SIGKILL the next start serves the same histories on the same ports', async () => {
  await temporal('workflow', 'start', '--type', 'x', '--task-queue', 'nobody', '--workflow-id', 'before-the-crash');
  const before = findDevServer(env);
  if (before === undefined) throw new Error('no dev server runs');
  process.kill(before.process.pid, 'SIGKILL');
  await stopProcess(before.process, 1000);
  expect(findDevServer(env)).toBeUndefined();
  const after = await startDevServer({ env });
  expect(after).toMatchObject({ started: true, address: before.address, uiUrl: before.uiUrl });
  expect(await temporal('workflow', 'describe', '--workflow-id', 'before-the-crash')).toContain('RUNNING');
});

test('stop ends it, and a second stop says that nothing runs', async () => {
  const state = findDevServer(env);
  expect(await stopDevServer(env)).toBe('stopped');
  expect(state !== undefined && isProcessAlive(state.process)).toBe(false);
  expect(await stopDevServer(env)).toBe('not-running');
});

test('a port that was asked for and is taken is an error that names it', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  await expect(startDevServer({ env, port })).rejects.toThrow(`port ${port} of 127.0.0.1 is taken`);
  other.close();
});
