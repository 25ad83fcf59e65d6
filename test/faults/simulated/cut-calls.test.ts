import './remote/seam';
import type { Fault } from './faults';
import { rehearse, rehearseReset } from './rehearse';
import { CALLS } from './remote-calls';
import { runScenario, type Scenario } from './run-scenario';
import { BUNDLE_TIMEOUT_MS, WorkflowHost } from './temporal/workflow-host';

// Seeds draw where a session is cut; here every kind of remote call has its connection die, each once, left out none.

let host: WorkflowHost;

beforeAll(async () => {
  host = await WorkflowHost.load();
}, BUNDLE_TIMEOUT_MS);

/** Of the rehearsals, so that a run with one fault comes to every place that they came to. */
const SEED = 0;
const INSTALL = { seed: SEED, shape: '3+1' } as const;
const RESET = {
  seed: SEED,
  shape: '3+1',
  reset: { nodes: ['cp-3', 'w-1'], drain: true },
  isPrepared: true,
} as const;

/** `claimNode: claim` -> the first place at which an undisturbed run makes that call. */
async function findCalls({ shape, reset }: Omit<Scenario, 'faults'>): Promise<ReadonlyMap<string, string>> {
  const { places } = await (reset ? rehearseReset(shape, reset, host) : rehearse(shape, false, host));
  const calls = new Map<string, string>();
  for (const place of places.call) {
    const [, activity, command] = /^call (\S+) \S* (.+) \(\d+\)$/.exec(place) ?? [];
    const kind = `${activity}: ${command}`;
    if (!calls.has(kind)) calls.set(kind, place);
  }
  return calls;
}

/** Kinds that were struck in a run which ended well. */
async function strikeAll(scenario: Omit<Scenario, 'faults'>, calls: ReadonlyMap<string, string>, when: When) {
  const blow = { do: 'cut the session', when } as const;
  const faults = [...calls.values()].map((at): Fault => ({ id: 'S1', at, blow }));
  const { problems, struck } = await runScenario({ ...scenario, faults }, host);
  expect(problems).toEqual([]);
  const places = new Set(struck.map(({ fault }) => fault.at));
  return [...calls].filter(([, place]) => places.has(place)).map(([kind]) => kind);
}

function byActivity(kinds: readonly string[]): Record<string, string[]> {
  const calls: Record<string, string[]> = {};
  for (const [activity = '', command = ''] of kinds.toSorted().map((kind) => kind.split(': ')))
    (calls[activity] ??= []).push(command);
  return calls;
}

type When = 'before the command' | 'after its start';

const WHEN: readonly When[] = ['before the command', 'after its start'];

describe.each([
  ['an install', INSTALL, CALLS.install],
  ['a reset', RESET, CALLS.reset],
] as const)('%s ends healthy', (_, scenario, known) => {
  test.each(WHEN)(
    'with the connection of every kind of remote call cut once, %s',
    async (when) => {
      const calls = await findCalls(scenario);
      const struck = new Set(await strikeAll(scenario, calls, when));
      // After an earlier cut a run may go on otherwise: what it did not come to then is cut in a run of its own.
      for (const call of [...calls].filter(([kind]) => !struck.has(kind)))
        for (const kind of await strikeAll(scenario, new Map([call]), when)) struck.add(kind);
      expect(byActivity([...struck])).toEqual(known);
    },
    300_000,
  );
});

const tokensGone = {
  id: 'E1',
  at: 'begin joinWorker w-1 (1)',
  blow: { do: 'lose', what: 'the bootstrap tokens' },
} as const;
const powerGone = {
  id: 'H1',
  at: 'step cp-1 kubeadm-init the end of kube-proxy (1)',
  blow: { do: 'cut the power', offMs: 5000, emptied: false },
} as const;
const learnerPlanted = {
  id: 'E1',
  at: 'schedule applyCni (1)',
  blow: { do: 'plant', what: 'the learner of a machine that is gone' },
} as const;

describe.each(WHEN)('a call that only another fault leads to is cut as well, %s:', (when) => {
  test.each<[call: string, shape: Scenario['shape'], before: Fault]>([
    ['requestJoin w-1 make join key', '1+1', tokensGone],
    ['issueJoinMaterial  issue join material', '1+1', tokensGone],
    ['initControlPlane cp-1 poll', '1+0', powerGone],
    ['joinEtcdMember cp-2 remove member', '3+0', learnerPlanted],
  ])('%s', async (call, shape, before) => {
    const cut: Fault = { id: 'S1', at: `call ${call} (1)`, blow: { do: 'cut the session', when } };
    const scenario = { seed: SEED, shape, isPrepared: true, faults: [before, cut] } as const;
    const { problems, struck } = await runScenario(scenario, host);
    expect(problems).toEqual([]);
    expect(struck.map(({ fault }) => fault)).toContain(cut);
  });
});
