import { join } from 'node:path';
import { startDevServer } from '../dev/dev-server/start';
import { startWorkers, type StartedWorkers } from '../dev/supervisor/start';
import { readBuildStamp } from './package-root';
import { type CliContext, tell } from './context';
import { formatDuration } from './output/duration';
import { devService, findNamedService, type TemporalService } from './service';

/** Two, so that the death of one costs seconds and not a restart. */
const WORKERS = 2;

export interface LocalServiceOptions {
  readonly port?: number;
  readonly uiPort?: number;
}

export interface LocalService {
  readonly service: TemporalService;
  /** Absent when the service is a named one. */
  readonly devServerStarted?: boolean;
  readonly workers: StartedWorkers['outcome'];
}

/**
 * A Temporal service serves and two workers of this build poll it: the named service where there is one, else the dev
 * server. What runs already is left alone.
 */
export async function startLocalService(context: CliContext, options: LocalServiceOptions = {}): Promise<LocalService> {
  const named = findNamedService(context.env);
  const devServer = named === undefined ? await startServer(context, options) : undefined;
  const service = devServer?.service ?? named;
  if (service === undefined) throw new TypeError('neither a named service nor a dev server');
  const workers = await startWorkers({
    command: process.execPath,
    args: [join(__dirname, 'main.js'), 'worker'],
    count: WORKERS,
    env: service.env,
    build: readBuildStamp(),
  });
  return {
    service,
    workers: workers.outcome,
    ...(devServer === undefined ? {} : { devServerStarted: devServer.started }),
  };
}

async function startServer(
  context: CliContext,
  options: LocalServiceOptions,
): Promise<{ readonly service: TemporalService; readonly started: boolean }> {
  const startedAtMs = context.now();
  const state = await startDevServer({ ...options, env: context.env, report: (line) => tell(context, line) });
  if (state.started) {
    tell(context, `Temporal dev server at ${state.address} after ${formatDuration(context.now() - startedAtMs)}`);
  }
  return { service: devService(state, context.env), started: state.started };
}
