import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { FakeActivities, fatal } from '../fakes/activities';
import { type RecordedHistory, recordHistories } from '../fakes/histories';
import { namedCluster, withWorker } from '../fakes/installs';
import { bundlePath, startTemporal } from '../fakes/temporal';

jest.setTimeout(120_000);

const folder = resolve(__dirname, 'histories');
const recorded = readdirSync(folder).filter((name) => name.endsWith('.json'));

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startTemporal();
});
afterAll(() => env.teardown());

/** What does not replay with the workflows of that module, by workflow id. */
async function replay(histories: readonly RecordedHistory[], workflowsPath?: string): Promise<string[]> {
  const failed: string[] = [];
  const codePath = await bundlePath(workflowsPath);
  const results = Worker.runReplayHistories({ workflowBundle: { codePath } }, histories);
  for await (const { workflowId, error } of results) if (error !== undefined) failed.push(workflowId);
  return failed;
}

/** An install of three control planes and two workers in which join material goes stale once. */
async function installAndRecord(): Promise<RecordedHistory[]> {
  const cluster = namedCluster('recorded');
  const fakes = new FakeActivities();
  fakes.on('joinWorker', 'w-1', () => {
    throw fatal('JoinMaterialStale', 'the token is gone');
  });
  await withWorker(env, cluster, fakes, async (install) => (await install()).result());
  const ids = ['slipway/recorded', ...cluster.spec.nodes.map(({ name }) => `slipway/recorded/${name}`)];
  return recordHistories(env.client, ids);
}

describe('the install of this checkout', () => {
  let histories: RecordedHistory[];
  beforeAll(async () => {
    histories = await installAndRecord();
    const name = process.env['RECORD_HISTORY'];
    if (name !== undefined) writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(histories)}\n`);
  });

  test('replays', async () => {
    expect(histories).toHaveLength(6);
    expect(await replay(histories)).toEqual([]);
  });

  test('does not replay with a workflow that does one thing more', async () => {
    const changed = resolve(__dirname, '../fakes/changed-workflows.ts');
    expect(await replay(histories, changed)).toEqual(['slipway/recorded']);
  });
});

describe('histories of releases', () => {
  test('there is one', () => {
    expect(recorded.length).toBeGreaterThan(0);
  });

  test.each(recorded)('%s replays', async (name) => {
    const histories = JSON.parse(readFileSync(join(folder, name), 'utf8')) as RecordedHistory[];
    expect(await replay(histories)).toEqual([]);
  });
});
