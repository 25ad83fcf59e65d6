import '../remote/seam';
import { DefaultLogger, makeTelemetryFilterString, Runtime } from '@temporalio/worker';
import { drawScenario } from '../draw-scenario';
import { SeedRecord } from '../record';
import { rehearse } from '../rehearse';
import { describeOutcome, type Scenario } from '../run-scenario';
import { WorkflowHost } from '../temporal/workflow-host';
import { chooseScenarios } from './choose-scenarios';
import { DevServer } from './dev-server';
import { playThroughTemporal, type Servers } from './play-through-temporal';

// Seeds of the simulated suite, with real workers and a real Temporal server in the place of simulated ones.
//   SEED=17       that one alone, with all that happens in it
//   RECORD=1      docs/reliability/through-temporal.json is written anew
//   AT_A_TIME=2   so many side by side: they wait more than they compute

const SEEDS = 30;
const AT_A_TIME = Number(process.env['AT_A_TIME'] ?? 10);
const ONE = process.env['SEED'];
const REPLAY = 'npx jest --selectProjects through-temporal --forceExit';
const RECORD = {
  suite: 'through-temporal',
  on: 'The same model of machines, kubeadm and etcd, whose time goes by fast, under a real Temporal dev server and the SDK’s own workers: of a worker that is killed the server hears nothing more, and its heartbeat timeouts and retries are what recovers.',
  title: 'installs of one to five nodes, with the faults of seeds that strike every kind',
} as const;

let host: WorkflowHost;
let servers: Servers;
let scenarios: readonly Scenario[];

beforeAll(async () => {
  // What is said of workers that were killed is no news here.
  const logging = { forward: {}, filter: makeTelemetryFilterString({ core: 'ERROR' }) };
  Runtime.install({ logger: new DefaultLogger('ERROR', () => undefined), telemetryOptions: { logging } });
  host = await WorkflowHost.load();
  // Before anything else: what is on a virtual clock has the timers of this process to itself.
  scenarios = ONE === undefined ? await chooseScenarios(SEEDS, host) : [await drawScenario(Number(ONE), host)];
  for (const { shape, isPrepared } of scenarios) await rehearse(shape, isPrepared === true, host);
  const [home, laptop] = await Promise.all([DevServer.start(), DevServer.start()]);
  servers = { home, laptop };
}, 600_000);

afterAll(async () => {
  await Promise.all([servers.home.close(), servers.laptop.close()]);
});

/** As many side by side as `AT_A_TIME`. */
async function playAll(record: SeedRecord): Promise<void> {
  const waiting = [...scenarios];
  const playOn = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const outcome = await playThroughTemporal(next, servers, host);
      await record.add(outcome);
      if (ONE !== undefined) process.stderr.write(`${describeOutcome(outcome, Infinity)}\n`);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, playOn));
}

const title = ONE === undefined ? `${SEEDS} seeds` : `seed ${ONE}`;
test(`through a real Temporal server installs end healthy whatever strikes them: ${title}`, async () => {
  const record = new SeedRecord(RECORD);
  await playAll(record);
  if (process.env['RECORD'] === '1') record.write();
  const told = record.failed.map((outcome) => `SEED=${outcome.scenario.seed} ${REPLAY}\n${describeOutcome(outcome)}`);
  expect(told.join('\n\n')).toBe('');
  if (ONE === undefined) expect(record.missed).toEqual([]);
}, 3_600_000);
