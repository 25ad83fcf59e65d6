import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { FakeActivities, fatal } from '../fakes/activities';
import { type RecordedHistory, recordHistories, replayHistories } from '../fakes/histories';
import { namedCluster, withWorker } from '../fakes/installs';
import { joinedFakes, runReset } from '../fakes/resets';
import { startTemporal } from '../fakes/temporal';

jest.setTimeout(120_000);

const folder = resolve(__dirname, 'histories');
const recorded = readdirSync(folder).filter((name) => name.endsWith('.json'));

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startTemporal();
});
afterAll(() => env.teardown());

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

/** A control plane and a worker are taken out, approved at the gate; another history than an install's. */
async function resetAndRecord(): Promise<RecordedHistory[]> {
  const cluster = namedCluster('recorded-reset');
  await runReset(env, cluster, joinedFakes(cluster), { nodes: ['cp-1', 'w-1'] });
  return recordHistories(env.client, ['slipway/recorded-reset']);
}

describe.each([
  { scenario: 'install-3-2', record: installAndRecord, count: 6, run: 'slipway/recorded' },
  { scenario: 'reset-3-2', record: resetAndRecord, count: 1, run: 'slipway/recorded-reset' },
])('$scenario of this checkout', ({ scenario, record, count, run }) => {
  let histories: RecordedHistory[];
  beforeAll(async () => {
    histories = await record();
    const name = process.env['RECORD_HISTORY'];
    if (name?.endsWith(scenario) === true)
      writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(histories)}\n`);
  });

  test('replays', async () => {
    expect(histories).toHaveLength(count);
    expect(await replayHistories(histories)).toEqual([]);
  });

  test('does not replay with a workflow that does one thing more', async () => {
    const changed = resolve(__dirname, '../fakes/changed-workflows.ts');
    expect(await replayHistories(histories, changed)).toEqual([run]);
  });
});

describe('histories of releases', () => {
  test('there is one', () => {
    expect(recorded.length).toBeGreaterThan(0);
  });

  test.each(recorded)('%s replays', async (name) => {
    const histories = JSON.parse(readFileSync(join(folder, name), 'utf8')) as RecordedHistory[];
    expect(await replayHistories(histories)).toEqual([]);
  });
});
