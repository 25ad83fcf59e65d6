import { mkdirSync } from 'node:fs';
import { chooseFreePort, isPortFree } from '../free-port';
import { withLock } from '../lock';
import { spawnDetached } from '../spawn-detached';
import { readStateFile, writePrivateFile, writeStateFile } from '../state-file';
import { stopProcess } from '../stop-process';
import { findTemporalCli, type FindOptions, type Report } from '../temporal-cli/find';
import { DEV_SERVER_HOST, DEV_SERVER_NAMESPACE, devServerFlags } from './flags';
import { isServing, keepHistories, waitUntilServing, withoutTemporalSettings } from './health';
import { devServerPaths, findDevServer, type DevServerPaths, type DevServerState } from './state';

const DEFAULT_PORT = 7233;
const DEFAULT_UI_PORT = 8233;
/** A large database is opened on a machine under load. */
const START_TIMEOUT_MS = 60_000;
/** A server that did not come up has nothing to write. */
const STOP_GRACE_MS = 10_000;
/** Another command may be starting the server, and building it before. */
const LOCK_TIMEOUT_MS = 31 * 60_000;

export interface StartDevServerOptions {
  readonly env?: NodeJS.ProcessEnv;
  /** This port or none; without it 7233, the last one used, or a free one. */
  readonly port?: number;
  readonly uiPort?: number;
  readonly report?: Report;
  readonly install?: FindOptions['install'];
}

/**
 * A dev server of this user serves on loopback, detached from this process; its database survives restarts.
 * One that runs already is left alone.
 * @throws when no Temporal CLI can be had, when a wanted port is taken, or when the server does not come up
 */
export async function startDevServer(
  options: StartDevServerOptions = {},
): Promise<DevServerState & { readonly started: boolean }> {
  const { env = process.env, report = () => undefined } = options;
  const paths = devServerPaths(env);
  mkdirSync(paths.directory, { recursive: true, mode: 0o700 });
  return withLock(paths.lock, LOCK_TIMEOUT_MS, async () => {
    const running = findDevServer(env);
    if (running !== undefined && (await isServing(running))) return { ...running, started: false };
    if (running !== undefined) {
      report('the Temporal dev server lives but does not serve: starting it anew');
      await stopProcess(running.process, STOP_GRACE_MS);
    }
    const { install } = options;
    const temporalCli = await findTemporalCli({ env, report, ...(install === undefined ? {} : { install }) });
    const state = await launch(temporalCli.path, paths, env, await choosePorts(paths, options));
    return { ...state, started: true };
  });
}

async function launch(
  temporalCli: string,
  paths: DevServerPaths,
  env: NodeJS.ProcessEnv,
  ports: { readonly port: number; readonly uiPort: number },
): Promise<DevServerState> {
  const server = await spawnDetached({
    command: temporalCli,
    args: devServerFlags({ databaseFile: paths.database, ...ports }),
    logFile: paths.log,
    env: withoutTemporalSettings(env),
  });
  const state: DevServerState = {
    process: server,
    address: `${DEV_SERVER_HOST}:${ports.port}`,
    namespace: DEV_SERVER_NAMESPACE,
    uiUrl: `http://${DEV_SERVER_HOST}:${ports.uiPort}`,
    ...ports,
    temporalCli,
  };
  writeStateFile(paths.state, state);
  writePrivateFile(paths.clientConfig, renderClientConfig(state));
  await waitUntilServing(state, server, START_TIMEOUT_MS, paths.log);
  await keepHistories(state);
  return state;
}

function renderClientConfig({ address, namespace }: DevServerState): string {
  return `[profile.default]\naddress = "${address}"\nnamespace = "${namespace}"\n`;
}

async function choosePorts(
  paths: DevServerPaths,
  wanted: Pick<StartDevServerOptions, 'port' | 'uiPort'>,
): Promise<{ readonly port: number; readonly uiPort: number }> {
  const last = readStateFile(paths.state) as DevServerState | undefined;
  return {
    port: await choosePort(wanted.port, [last?.port, DEFAULT_PORT], '--port'),
    uiPort: await choosePort(wanted.uiPort, [last?.uiPort, DEFAULT_UI_PORT], '--ui-port'),
  };
}

async function choosePort(
  wanted: number | undefined,
  likely: readonly (number | undefined)[],
  option: string,
): Promise<number> {
  if (wanted === undefined) return chooseFreePort(likely.filter((port) => port !== undefined));
  if (await isPortFree(wanted)) return wanted;
  throw new Error(`port ${wanted} of ${DEV_SERVER_HOST} is taken; choose another with ${option}, or leave it out`);
}
