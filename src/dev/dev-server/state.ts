import { join } from 'node:path';
import { stateDirectory } from '../directories';
import { isProcessAlive, type ProcessIdentity } from '../process-identity';
import { readStateFile } from '../state-file';

/** What is known about the dev server that was started last. */
export interface DevServerState {
  readonly process: ProcessIdentity;
  /** host:port of its gRPC frontend. */
  readonly address: string;
  readonly namespace: string;
  readonly uiUrl: string;
  readonly port: number;
  readonly uiPort: number;
  readonly temporalCli: string;
}

export interface DevServerPaths {
  readonly directory: string;
  readonly state: string;
  readonly lock: string;
  readonly database: string;
  readonly log: string;
  /** Names the server to Temporal's clients, and keeps them from what their usual configuration says. */
  readonly clientConfig: string;
}

export function devServerPaths(env?: NodeJS.ProcessEnv): DevServerPaths {
  const directory = join(stateDirectory(env), 'temporal');
  return {
    directory,
    state: join(directory, 'dev-server.json'),
    lock: join(directory, 'dev-server.lock'),
    database: join(directory, 'temporal.sqlite'),
    log: join(directory, 'dev-server.log'),
    clientConfig: join(directory, 'client.toml'),
  };
}

/** The dev server whose process lives; absent when none does. */
export function findDevServer(env?: NodeJS.ProcessEnv): DevServerState | undefined {
  const state = readStateFile(devServerPaths(env).state) as DevServerState | undefined;
  return state !== undefined && isProcessAlive(state.process) ? state : undefined;
}
