import './remote/seam';
import { drawScenario } from './draw-scenario';
import { SeedRecord } from './record';
import { rehearse, rehearseReset } from './rehearse';
import { describeOutcome, runScenario, type Scenario } from './run-scenario';
import { BUNDLE_TIMEOUT_MS, WorkflowHost } from './temporal/workflow-host';

// Each seed is a cluster, what goes wrong while it is installed, and how long everything takes.
//   SEEDS=10000   so many of them         SEED=17   that one alone, with all that happens in it
//   FROM=2001     beginning with          RECORD=1  docs/reliability/simulated.json is written anew

const SEEDS = Number(process.env['SEEDS'] ?? 2000);
const FROM = Number(process.env['FROM'] ?? 1);
/** Files that jest runs side by side. What is recorded is one file's. */
const SHARES = process.env['RECORD'] === '1' ? 1 : 2;
const ONE = process.env['SEED'];
const REPLAY = 'npx jest test/faults/simulated/seeds.test.ts --selectProjects simulated --forceExit';
/** As many failures as anyone reads. */
const MAX_TOLD = 10;

const RECORD = {
  suite: 'simulated',
  on: 'A model of machines, kubeadm and etcd on a virtual clock, under the workflows and activities of the product; recovery is what an install or a reset that nothing else struck took longer than one without any fault.',
  title: 'installs of one to five nodes, at places drawn from a seed',
  withResets: true,
} as const;

let host: WorkflowHost;

beforeAll(async () => {
  host = await WorkflowHost.load();
}, BUNDLE_TIMEOUT_MS);

const runSeed = async (seed: number) => runScenario(await drawScenario(seed, host), host);

/** An outcome without the world that its points stand in. */
const tell = ({ struck, ...outcome }: Awaited<ReturnType<typeof runSeed>>) => ({
  ...outcome,
  struck: struck.map(({ fault, point }) => [fault, point?.name]),
});

async function undisturbedMs({ shape, isPrepared, reset }: Scenario): Promise<number> {
  const rehearsing = reset ? rehearseReset(shape, reset, host) : rehearse(shape, isPrepared === true, host);
  return (await rehearsing).tookMs;
}

/** Tests one share of the seeds that are asked for: its first seed, and how many. */
export function testSeeds(share: 0 | 1): void {
  if (ONE !== undefined) return testOne(ONE);
  const count = Math.ceil(SEEDS / SHARES);
  const from = FROM + share * count;
  const end = Math.min(from + count, FROM + SEEDS);
  if (from < end) testRange(from, end);
}

/** Of seeds with faults of several kinds; each ends within a second. */
export function testSameOutcome(): void {
  test('the same seed has the same outcome, to the last byte that crosses Temporal', async () => {
    for (const seed of [8, 20, 22]) expect(tell(await runSeed(seed))).toEqual(tell(await runSeed(seed)));
  }, 300_000);
}

function testRange(from: number, end: number): void {
  test(`installs end healthy whatever strikes them: seeds ${from} to ${end - 1}`, async () => {
    const record = new SeedRecord({ ...RECORD, undisturbedMs });
    for (let seed = from; seed < end; seed += 1) await record.add(await runSeed(seed));
    if (process.env['RECORD'] === '1') record.write();
    if (end - from >= 500) expect(record.missed).toEqual([]);
    const told = record.failed.slice(0, MAX_TOLD).map((outcome) => {
      const { seed } = outcome.scenario;
      return `SEED=${seed} ${REPLAY}\n${describeOutcome(outcome, 0)}`;
    });
    expect(told.join('\n\n')).toBe('');
  }, 7_200_000);
}

function testOne(seed: string): void {
  test(`seed ${seed} ends healthy`, async () => {
    const outcome = await runSeed(Number(seed));
    process.stderr.write(`${describeOutcome(outcome, Infinity)}\n`);
    expect(outcome.problems).toEqual([]);
  });
}
