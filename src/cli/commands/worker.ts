import { cacheDirectory } from '../../dev/directories';
import { runWorker } from '../../workers/run-worker';
import type { CliContext } from '../context';
import { EXIT_CODES, type ExitCode } from '../exit-codes';
import { requireService } from '../service';

export interface WorkerOptions {
  readonly site: readonly string[];
  readonly logFormat: 'json' | 'pretty';
}

/** Polls the task queues of the sites in the foreground, until SIGTERM or Ctrl-C. */
export async function work(context: CliContext, { site, logFormat }: WorkerOptions): Promise<ExitCode> {
  const { env } = requireService(context.env);
  // The worker reads Temporal's client configuration from its own environment.
  Object.assign(process.env, env);
  await runWorker({ sites: site, logFormat, cacheDirectory: cacheDirectory(context.env) });
  return EXIT_CODES.ok;
}
