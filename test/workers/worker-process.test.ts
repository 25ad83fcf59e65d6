import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { buildProduct } from '../fakes/built-product';
import { namedCluster, pause } from '../fakes/installs';
import { startTemporal } from '../fakes/temporal';

jest.setTimeout(120_000);

let env: TestWorkflowEnvironment;
let worker: ChildProcess | undefined;
let dist: string;

beforeAll(async () => {
  dist = buildProduct();
  env = await startTemporal({ searchAttributes: false });
});
afterEach(async () => {
  if (worker?.exitCode === null) worker.kill('SIGKILL');
  worker = undefined;
});
afterAll(() => env.teardown());

function startWorker(...args: string[]): { readonly output: () => string; readonly ended: Promise<unknown> } {
  const child = spawn(process.execPath, [resolve(dist, 'src/workers/main.js'), ...args], {
    env: { ...process.env, TEMPORAL_ADDRESS: env.address },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  worker = child;
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  return { output: () => output, ended: once(child, 'exit') };
}

async function waitFor(holds: () => boolean, what: () => string): Promise<void> {
  const deadline = performance.now() + 30_000;
  while (!holds()) {
    if (performance.now() > deadline) throw new Error(what());
    await pause(50);
  }
}

test('a worker says in JSON that it is ready, and ends by itself on SIGTERM', async () => {
  const { output, ended } = startWorker();
  await waitFor(() => output().includes('worker is ready'), output);
  expect(
    JSON.parse(
      output()
        .split('\n')
        .find((line) => line.includes('worker is ready')) ?? '',
    ),
  ).toMatchObject({
    level: 'INFO',
    message: 'worker is ready',
  });
  worker?.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
});

test('a worker refuses to start where an open run does not replay, and names it', async () => {
  const { name } = namedCluster('alien').metadata;
  await env.client.workflow.start('installCluster', {
    workflowId: `slipway/${name}`,
    taskQueue: 'slipway',
    args: [{}],
  });
  await poisonWithOtherHistory(name);
  const { output, ended } = startWorker();
  expect(await ended).toEqual([1, null]);
  expect(output()).toContain('slipway/alien');
  expect(output()).toContain('does not start');
});

/** Lets a worker with another workflow of the same name write the first events of the run. */
async function poisonWithOtherHistory(name: string): Promise<void> {
  const { Worker } = await import('@temporalio/worker');
  const other = await Worker.create({
    connection: env.nativeConnection,
    taskQueue: 'slipway',
    workflowsPath: resolve(__dirname, '../fakes/other-workflows.ts'),
  });
  await other.runUntil(async () => {
    const handle = env.client.workflow.getHandle(`slipway/${name}`);
    await waitForAsync(async () => ((await handle.fetchHistory()).events ?? []).length >= 5);
  });
}

async function waitForAsync(holds: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 20_000;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error('never came to be');
    await pause(50);
  }
}
