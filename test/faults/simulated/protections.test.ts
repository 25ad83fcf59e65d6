import './remote/seam';
import { off } from './weaken';
import type { Blow, Fault } from './faults';
import type { NodeProtection } from './model/world';
import { type Outcome, runScenario } from './run-scenario';
import type { Shape } from './clusters';
import { BUNDLE_TIMEOUT_MS, WorkflowHost } from './temporal/workflow-host';

// Each protection is turned off alone: were it not needed, or did nobody watch what it protects, nothing would fail.

let host: WorkflowHost;

beforeAll(async () => {
  host = await WorkflowHost.load();
}, BUNDLE_TIMEOUT_MS);

afterEach(() => off.clear());

type Told = readonly [shape: Shape, ...faults: (readonly [id: Fault['id'], at: string, blow: Blow])[]];

function run([shape, ...told]: Told, broken: readonly NodeProtection[] = [], seed = 7): Promise<Outcome> {
  const faults = told.map(([id, at, blow]) => ({ id, at, blow }));
  return runScenario({ seed, shape, isPrepared: true, faults }, host, broken);
}

/** Holds with everything on, and comes to all of its faults. */
async function expectToHold(told: Told): Promise<void> {
  const { problems, struck, scenario } = await run(told);
  expect(problems).toEqual([]);
  expect(struck).toHaveLength(scenario.faults.length);
}

const kill = { do: 'kill the worker' } as const;
const rival = { do: 'install from a second Temporal server' } as const;
const cutPower = { do: 'cut the power', offMs: 4000, emptied: false } as const;

const planted = { do: 'plant', what: 'the learner of a machine that is gone' } as const;

describe('on the nodes', () => {
  test.each<[NodeProtection, Told, RegExp]>([
    ['lock', ['3+2'], /^cp-1: .* writes beside /],
    [
      'fence',
      ['1+1', ['C1', 'schedule pullImages (1)', rival]],
      /of epoch 1 went on .* after epoch 2 had claimed the node/,
    ],
  ])('without the %s the suite fails', async (protection, told, problem) => {
    await expectToHold(told);
    const { problems } = await run(told, [protection]);
    expect(problems.filter((each) => problem.test(each))).not.toEqual([]);
  });

  test('without attaching to what runs already kubeadm runs again, which only another look then stops', async () => {
    const told: Told = ['1+0', ['W1', 'call initControlPlane cp-1 follow operation (7)', kill]];
    const { problems, trace } = await run(told, ['attach'], 11);
    expect(problems).toEqual([]);
    expect(trace.filter((line) => /kubeadm-init-\w+-\d starts/.test(line)).length).toBeGreaterThan(1);
    expect((await run(told, ['attach', 're-look'], 11)).problems).toContain('kubeadm init ran to its end 2 times');
  });
});

describe('in what is decided', () => {
  test.each<[Parameters<typeof off.add>[0], Told, RegExp]>([
    ['re-check', ['1+1', ['H1', 'step cp-1 kubeadm-init /etc/kubernetes/manifests/etcd.yaml (1)', cutPower]], /parked/],
    [
      're-issue',
      ['1+1', ['E1', 'schedule joinWorker (1)', { do: 'lose', what: 'the bootstrap tokens' }]],
      /refuses this epoch's token/,
    ],
    ['learner repair', ['3+0', ['E1', 'schedule applyCni (1)', planted]], /too many learner members/],
    ['end of who is superseded', ['1+1', ['C1', 'schedule pullImages (1)', rival]], /^default: superseded, and ended/],
  ])('without the %s the suite fails', async (protection, told, problem) => {
    await expectToHold(told);
    off.add(protection);
    const { problems } = await run(told);
    expect(problems.filter((each) => problem.test(each))).not.toEqual([]);
  });
});
