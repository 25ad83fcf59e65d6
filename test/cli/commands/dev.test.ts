import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { showDev, stopDev } from '../../../src/cli/commands/dev';
import { devServerPaths } from '../../../src/dev/dev-server/state';
import { identifyProcess } from '../../../src/dev/process-identity';
import { supervisorPaths } from '../../../src/dev/supervisor/state';
import { fakeContext } from '../fake-context';

const directory = mkdtempSync(join(tmpdir(), 'slipway-cli-dev-'));
const env = { XDG_STATE_HOME: directory, TEMPORAL_CONFIG_FILE: '/nonexistent' };
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function write(path: string, value: object): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify(value));
}

test('when nothing runs, status says so with exit code 5, and stop is no error', async () => {
  const status = fakeContext({ env });
  expect(await showDev(status.context, { output: 'text' })).toBe(5);
  expect(status.lines()).toEqual(['Temporal    none', 'Supervisor  none']);
  const stop = fakeContext({ env });
  expect(await stopDev(stop.context)).toBe(0);
  expect(stop.lines()).toEqual(['no workers were running', 'no dev server was running']);
});

test('what runs is shown, and as JSON without the environment of the service', async () => {
  const self = identifyProcess(process.pid);
  write(devServerPaths(env).state, {
    process: self,
    address: '127.0.0.1:7233',
    namespace: 'default',
    uiUrl: 'http://127.0.0.1:8233',
  });
  write(supervisorPaths(env).state, {
    process: self,
    fingerprint: 'f',
    workers: [{ name: 'worker-1', process: self, restarts: 2 }],
  });
  const text = fakeContext({ env });
  expect(await showDev(text.context, { output: 'text' })).toBe(0);
  expect(text.lines()).toEqual([
    `Temporal    127.0.0.1:7233 (dev server, pid ${process.pid})`,
    'Web UI      http://127.0.0.1:8233',
    `Supervisor  pid ${process.pid}`,
    `worker-1    pid ${process.pid}, restarted 2 times`,
  ]);
  const json = fakeContext({ env });
  await showDev(json.context, { output: 'json' });
  expect(JSON.parse(json.written.out)).toEqual({
    service: { kind: 'dev', address: '127.0.0.1:7233', namespace: 'default', uiUrl: 'http://127.0.0.1:8233' },
    serverPid: process.pid,
    supervisorPid: process.pid,
    workers: [{ name: 'worker-1', pid: process.pid, restarts: 2 }],
  });
});

test('a named service comes before the dev server', async () => {
  const { context, lines } = fakeContext({ env: { ...env, TEMPORAL_ADDRESS: 'temporal.example:7233' } });
  await showDev(context, { output: 'text' });
  expect(lines()[0]).toBe('Temporal    temporal.example:7233 (named)');
});
