import { findDevServer } from '../../dev/dev-server/state';
import { devServerPaths } from '../../dev/dev-server/state';
import { stopDevServer } from '../../dev/dev-server/stop';
import { findSupervisor, supervisorPaths } from '../../dev/supervisor/state';
import { stopSupervised } from '../../dev/supervisor/stop';
import { type CliContext, print } from '../context';
import { EXIT_CODES, type ExitCode } from '../exit-codes';
import { type LocalServiceOptions, startLocalService } from '../local-service';
import { renderColumns } from '../output/table';
import { findNamedService } from '../service';

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

/** Says what runs; exit code 5 when something that should run does not. */
export function showDev(context: CliContext): Promise<ExitCode> {
  const named = findNamedService(context.env);
  const server = findDevServer(context.env);
  const supervisor = findSupervisor(context.env);
  const workers = (supervisor?.workers ?? []).map(
    ({ name, process, restarts }) =>
      `${name} pid ${process?.pid ?? '-'}${restarts > 0 ? `, restarted ${restarts} times` : ''}`,
  );
  const isSupervised = supervisor?.alive === true;
  print(context, [
    ...(named === undefined
      ? [
          server === undefined
            ? 'no dev server runs'
            : `dev server ${server.address} pid ${server.process.pid}, Web UI ${server.uiUrl}`,
        ]
      : [`Temporal at ${named.address} (named by the Temporal client configuration)`]),
    ...(isSupervised
      ? [`supervisor pid ${supervisor.process.pid}`]
      : [workers.length > 0 ? 'the supervisor is dead' : 'no workers run']),
    ...workers,
  ]);
  const isWell = isSupervised && (named !== undefined || server !== undefined);
  return Promise.resolve(isWell ? EXIT_CODES.ok : EXIT_CODES.noService);
}
