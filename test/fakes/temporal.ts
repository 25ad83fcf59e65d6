import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { chooseFreePort } from '../../src/dev/free-port';
import { SEARCH_ATTRIBUTES } from '../../src/workflows/messages';
import { Connection } from '@temporalio/client';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { bundleWorkflowCode, DefaultLogger, Runtime, Worker, type WorkerOptions } from '@temporalio/worker';

const root = resolve(__dirname, '../..');

const SERVER_START_TIMEOUT_MS = 50_000;

/** Faster queues and a shorter memory of dead workers; the dev server of the product has the same settings. */
const SETTINGS = ['history.transferProcessorMaxPollRPS=2000', 'history.timerProcessorMaxPollRPS=2000'];

/** Path of the Temporal CLI: SLIPWAY_TEMPORAL_CLI, PATH, then Slipway's cache. */
export function findTestTemporal(): string {
  const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  const candidates = [
    process.env['SLIPWAY_TEMPORAL_CLI'],
    ...(process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'temporal')),
    join(cache, 'slipway', 'bin', 'temporal'),
    ...versionedBinaries(join(cache, 'slipway', 'bin')),
  ];
  const found = candidates.find((path) => path !== undefined && path !== '' && existsSync(path));
  if (found === undefined)
    throw new Error('no Temporal CLI found: set SLIPWAY_TEMPORAL_CLI, or run `npm run slipway -- dev` once');
  return found;
}

/** How a dev server is started. */
export interface TestServerOptions {
  /** Left out: a free port of its own. */
  readonly address?: string;
  /** File that outlives the server; left out: in memory. */
  readonly database?: string;
  /** Slipway's, unless told otherwise. */
  readonly searchAttributes?: boolean;
  readonly settings?: readonly string[];
}

export interface TestServer {
  readonly address: string;
  /** SIGKILL. */
  readonly kill: () => void;
}

/** A dev server of its own, in memory: with Slipway's search attributes unless told otherwise, and dynamic settings of one's own. */
export async function startTemporal(
  options: Pick<TestServerOptions, 'searchAttributes' | 'settings'> = {},
): Promise<TestWorkflowEnvironment> {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const { address, kill } = await startTestServer(options);
  const env = await TestWorkflowEnvironment.createFromExistingServer({ address });
  const close = env.teardown.bind(env);
  env.teardown = async () => {
    await close();
    kill();
  };
  return env;
}

/** Starts a dev server, which serves when this resolves; it ends with this process at the latest. */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const { address = `127.0.0.1:${await chooseFreePort([])}` } = options;
  const server = spawn(findTestTemporal(), serverArgs(address, options), { stdio: 'ignore' });
  const stop = (): boolean => server.kill('SIGKILL');
  process.once('exit', stop);
  await waitUntilServing(address, server);
  const kill = () => {
    process.off('exit', stop);
    stop();
  };
  return { address, kill };
}

function serverArgs(
  address: string,
  { database, searchAttributes = true, settings = [] }: TestServerOptions,
): string[] {
  const [host = '', port = ''] = address.split(':');
  const attributes = searchAttributes ? Object.values(SEARCH_ATTRIBUTES) : [];
  return [
    ['server', 'start-dev', '--headless', '--log-level', 'error', '--ip', host, '--port', port],
    [...SETTINGS, ...settings].flatMap((setting) => ['--dynamic-config-value', setting]),
    attributes.flatMap(({ name }) => ['--search-attribute', `${name}=Keyword`]),
    database === undefined ? [] : ['--db-filename', database],
  ].flat();
}

/** The five seconds that the SDK's own start of a server waits are not enough on a busy machine. */
async function waitUntilServing(address: string, server: ChildProcess): Promise<void> {
  const deadlineMs = Date.now() + SERVER_START_TIMEOUT_MS;
  for (;;) {
    if (server.exitCode !== null) throw new Error(`the Temporal dev server ended at its start: ${server.exitCode}`);
    try {
      const connection = await Connection.connect({ address, connectTimeout: 1000 });
      try {
        return void (await connection.workflowService.describeNamespace({ namespace: 'default' }));
      } finally {
        await connection.close();
      }
    } catch (error) {
      if (Date.now() >= deadlineMs) throw error;
      await delay(100);
    }
  }
}

/** A worker on the environment with the workflows of this checkout, or of `workflowsPath`. */
export async function createTestWorker(
  env: TestWorkflowEnvironment,
  options: Omit<WorkerOptions, 'connection' | 'workflowBundle'>,
): Promise<Worker> {
  const { workflowsPath = resolve(root, 'src/workflows/index.ts'), ...rest } = options;
  return Worker.create({
    connection: env.nativeConnection,
    maxHeartbeatThrottleInterval: '500ms',
    stickyQueueScheduleToStartTimeout: '3s',
    ...rest,
    workflowBundle: { codePath: await bundlePath(workflowsPath) },
  });
}

/** The bundle of a workflows module, built once for each state of src/workflows. */
export async function bundlePath(workflowsPath = resolve(root, 'src/workflows/index.ts')): Promise<string> {
  const cache = resolve(root, 'node_modules/.cache/slipway');
  const path = join(cache, `workflows-${fingerprint(workflowsPath)}.js`);
  if (existsSync(path)) return path;
  mkdirSync(cache, { recursive: true });
  const { code } = await bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('ERROR') });
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, code);
  renameSync(draft, path);
  return path;
}

function fingerprint(workflowsPath: string): string {
  const hash = createHash('sha256').update(workflowsPath).update(readFileSync(workflowsPath));
  hash.update(readFileSync(resolve(root, 'node_modules/@temporalio/worker/package.json')));
  for (const folder of ['src/workflows', 'src/config'])
    for (const file of readdirSync(resolve(root, folder), { recursive: true, encoding: 'utf8' }).toSorted()) {
      const path = resolve(root, folder, file);
      if (statSync(path).isFile()) hash.update(file).update(readFileSync(path));
    }
  return hash.digest('hex').slice(0, 16);
}

function versionedBinaries(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.startsWith('temporal'))
    .map((name) => join(folder, name));
}
