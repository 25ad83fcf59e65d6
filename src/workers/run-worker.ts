import { hostname } from 'node:os';
import { join } from 'node:path';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { NativeConnection, Runtime, Worker, type WorkerOptions } from '@temporalio/worker';
import { createActivities, type SlipwayActivities } from '../activities';
import { createSessions } from '../ssh/pool';
import { siteTaskQueue, TASK_QUEUE } from '../workflows/messages';
import { createLogger, type LogFormat } from './logger';
import { createMachineCache } from './machine-cache';
import { replayOpenRuns } from './replay-open-runs';
import { workflowSource } from './workflow-source';

export interface RunWorkerOptions {
  /** Sites whose nodes this worker reaches. The workers of `default` also run the workflows. */
  readonly sites: readonly string[];
  readonly logFormat: LogFormat;
  /** Where what may be forgotten is kept from one run to the next. Left out: in memory only. */
  readonly cacheDirectory?: string;
}

/** Longer than a short step takes; what lasts longer goes on detached and is attached to by the next worker. */
const SHUTDOWN_GRACE = '5s';
/** Beats reach the service at least this often, four times within the heartbeat timeout. */
const HEARTBEAT_THROTTLE = '2s';
/** How soon a workflow of a worker that died is taken by another one. */
const STICKY_TIMEOUT = '3s';
/** Within the grace that a supervisor gives its workers. */
const SHUTDOWN_FORCE = '15s';

/**
 * Polls the task queues of the sites until SIGTERM or SIGINT, then lets short work end and hands the rest over.
 * The service is the one that Temporal's client configuration names. Throws ReplayMismatch before it polls anything.
 */
export async function runWorker({ sites, logFormat, cacheDirectory }: RunWorkerOptions): Promise<void> {
  const logger = createLogger(logFormat);
  Runtime.install({ logger });
  const { connectionOptions, namespace = 'default' } = loadClientConnectConfig();
  const connection = await NativeConnection.connect(connectionOptions);
  const sessions = createSessions();
  try {
    const activities = createActivities({
      sessions,
      ...(cacheDirectory !== undefined && { machines: createMachineCache(join(cacheDirectory, 'machines')) }),
    });
    const place = { connection, namespace };
    const workers = await Promise.all(sites.map((site) => createSiteWorker(place, site, activities)));
    logger.info('worker is ready', { sites: sites.join(', '), namespace });
    await runAll(workers);
  } finally {
    await sessions.closeAll();
    await connection.close();
  }
}

async function createSiteWorker(
  { connection, namespace }: { readonly connection: NativeConnection; readonly namespace: string },
  site: string,
  activities: Partial<SlipwayActivities>,
): Promise<Worker> {
  const taskQueue = siteTaskQueue(TASK_QUEUE, site);
  const common = {
    connection,
    namespace,
    taskQueue,
    activities,
    identity: `slipway ${site} ${process.pid}@${hostname()}`,
    ...WORKER_TUNING,
  };
  if (site !== 'default') return Worker.create(common);
  const source = workflowSource();
  await replayOpenRuns({ connection, namespace, taskQueue, source });
  return Worker.create({ ...common, ...source });
}

/** What makes a dead worker cost seconds, not minutes. */
export const WORKER_TUNING = {
  maxHeartbeatThrottleInterval: HEARTBEAT_THROTTLE,
  stickyQueueScheduleToStartTimeout: STICKY_TIMEOUT,
  shutdownGraceTime: SHUTDOWN_GRACE,
  shutdownForceTime: SHUTDOWN_FORCE,
} as const satisfies Partial<WorkerOptions>;

/** One that fails takes the others down: half a worker looks like a whole one. */
async function runAll(workers: readonly Worker[]): Promise<void> {
  const stopOthers = (): void => workers.forEach((worker) => worker.getState() === 'RUNNING' && worker.shutdown());
  const runs = workers.map((worker) => worker.run().finally(stopOthers));
  await Promise.all(runs);
}
