import { devServerPaths, findDevServer } from '../../dev/dev-server/state';
import { stopDevServer } from '../../dev/dev-server/stop';
import { findSupervisor, supervisorPaths } from '../../dev/supervisor/state';
import { stopSupervised } from '../../dev/supervisor/stop';
import { type CliContext, print } from '../context';
import { EXIT_CODES, type ExitCode } from '../exit-codes';
import { type LocalServiceOptions, startLocalService } from '../local-service';
import { renderColumns } from '../output/table';
import { findService, type TemporalService } from '../service';
import type { OutputFormat } from '../output/reporter';

/** A Temporal service serves and two workers poll it. */
export async function startDev(context: CliContext, options: LocalServiceOptions): Promise<ExitCode> {
  const { service, devServerStarted, workers } = await startLocalService(context, options);
  const server =
    devServerStarted === undefined
      ? `${service.address} (named by the Temporal client configuration; no dev server is needed)`
      : `${service.address} (dev server, ${devServerStarted ? 'started' : 'already running'})`;
  const processes = { started: 'started', replaced: 'started anew', 'already-running': 'already running' }[workers];
  print(context, [
    ...renderColumns([
      ['Temporal', server],
      ...(service.uiUrl === undefined ? [] : [['Web UI', service.uiUrl]]),
      ['Workers', `2, ${processes}; logs in ${supervisorPaths(context.env).directory}`],
    ]),
  ]);
  return EXIT_CODES.ok;
}

/** Neither workers nor a dev server of this user run; histories stay. */
export async function stopDev(context: CliContext): Promise<ExitCode> {
  const workers = await stopSupervised(context.env);
  const server = await stopDevServer(context.env);
  print(context, [
    workers === 'not-running' ? 'no workers were running' : 'workers stopped',
    server === 'not-running'
      ? 'no dev server was running'
      : `dev server ${server}; its histories stay in ${devServerPaths(context.env).database}`,
  ]);
  return EXIT_CODES.ok;
}

/** What `dev status` found. */
interface LocalState {
  readonly service?: {
    readonly kind: 'named' | 'dev';
    readonly address: string;
    readonly namespace: string;
    readonly uiUrl?: string;
  };
  /** Of the dev server. */
  readonly serverPid?: number;
  readonly supervisorPid?: number;
  readonly workers: readonly { readonly name: string; readonly pid?: number; readonly restarts: number }[];
}

/** Says what runs; exit code 5 when a service or its supervised workers do not. */
export function showDev(context: CliContext, { output }: { readonly output: OutputFormat }): Promise<ExitCode> {
  const state = readLocalState(context);
  print(context, output === 'json' ? [JSON.stringify(state)] : renderLocalState(state));
  const isWell = state.service !== undefined && state.supervisorPid !== undefined;
  return Promise.resolve(isWell ? EXIT_CODES.ok : EXIT_CODES.noService);
}

function readLocalState({ env }: CliContext): LocalState {
  const service = findService(env);
  const server = findDevServer(env);
  const supervisor = findSupervisor(env);
  const workers = (supervisor?.workers ?? []).map(({ name, process, restarts }) => ({
    name,
    restarts,
    ...(process === undefined ? {} : { pid: process.pid }),
  }));
  return {
    ...(service === undefined ? {} : { service: describeService(service) }),
    ...(server === undefined ? {} : { serverPid: server.process.pid }),
    ...(supervisor?.alive === true ? { supervisorPid: supervisor.process.pid } : {}),
    workers,
  };
}

/** A service without its environment, which may hold an API key. */
function describeService({ kind, address, namespace, uiUrl }: TemporalService): NonNullable<LocalState['service']> {
  return { kind, address, namespace, ...(uiUrl === undefined ? {} : { uiUrl }) };
}

function renderLocalState({ service, serverPid, supervisorPid, workers }: LocalState): string[] {
  const server = serverPid === undefined ? '' : ` (dev server, pid ${serverPid})`;
  return renderColumns([
    ['Temporal', service === undefined ? 'none' : `${service.address}${service.kind === 'dev' ? server : ' (named)'}`],
    ...(service?.uiUrl === undefined ? [] : [['Web UI', service.uiUrl]]),
    ['Supervisor', supervisorPid === undefined ? 'none' : `pid ${supervisorPid}`],
    ...workers.map(({ name, pid, restarts }) => [name, `pid ${pid ?? '-'}, restarted ${restarts} times`]),
  ]);
}
