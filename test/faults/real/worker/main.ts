import { join } from 'node:path';
import { Worker } from '@temporalio/worker';
import { projectRoot } from '../../../../lab/paths';
import type { runWorker as RunWorker } from '../../../../src/workers/run-worker';
import { createInjector } from './injector';
import { type Order, ORDER_VARIABLE } from './order';

/** The product's own worker, as it is built, with an interceptor that does it harm where the order says. */
async function main(): Promise<void> {
  const order = JSON.parse(process.env[ORDER_VARIABLE] ?? '{}') as Order;
  const injector = createInjector(order);
  // The product's worker takes no interceptors, so they are put in where it makes its workers of the SDK.
  const create = Worker.create.bind(Worker);
  Worker.create = (options) => create({ ...options, interceptors: { activity: [injector] } });
  const built = join(projectRoot(), 'dist', 'src', 'workers', 'run-worker.js');
  const { runWorker } = require(built) as { runWorker: typeof RunWorker };
  await runWorker({ sites: ['default'], logFormat: 'json' });
}

void main();
