import './remote/seam';
import { clusterOf } from './clusters';
import type { Fault } from './faults';
import { rehearse } from './rehearse';
import { judgeReset } from './reset-oracle';
import type { ResetWish } from './reset-wish';
import { runScenario } from './run-scenario';
import { Simulation } from './simulation';
import { VirtualStage } from './temporal/virtual-stage';
import { inVirtualTime } from './temporal/virtual-time';
import { BUNDLE_TIMEOUT_MS, WorkflowHost } from './temporal/workflow-host';
import type { Shape } from './clusters';

// What seeds draw, at chosen places: every fault in the middle of what it could spoil most.

let host: WorkflowHost;

beforeAll(async () => {
  host = await WorkflowHost.load();
}, BUNDLE_TIMEOUT_MS);

const cutPower = { do: 'cut the power', offMs: 4000, emptied: false } as const;
const kill = { do: 'kill the worker' } as const;

test.each<[string, Shape, ResetWish['nodes'], Fault]>([
  [
    'power is cut between the pods and the files',
    '1+1',
    ['w-1'],
    { id: 'H1', at: 'step w-1 kubeadm-reset pods end (1)', blow: cutPower },
  ],
  [
    'a worker dies once the member is removed',
    '3+0',
    ['cp-2'],
    { id: 'W2', at: 'end removeEtcdMember cp-2 (1)', blow: kill },
  ],
  [
    'a worker stands still while the machine is wiped',
    '3+0',
    ['cp-1'],
    { id: 'W4', at: 'call resetNode cp-1 follow operation (1)', blow: { do: 'stop the worker', ms: 20_000 } },
  ],
  [
    'the run is cancelled before the machine is wiped',
    '1+1',
    ['w-1'],
    { id: 'C1', at: 'schedule resetNode (1)', blow: { do: 'cancel the run' } },
  ],
  [
    'the run is terminated before the Node is deleted',
    '1+1',
    ['w-1'],
    { id: 'C1', at: 'schedule deleteNode (1)', blow: { do: 'terminate the run' } },
  ],
  [
    'another Temporal server resets as well',
    '1+0',
    undefined,
    { id: 'C1', at: 'schedule resetNode (1)', blow: { do: 'install from a second Temporal server' } },
  ],
])('a reset comes to its end although %s', async (_, shape, nodes, fault) => {
  const reset = { drain: true, ...(nodes && { nodes }) };
  const { problems, struck } = await runScenario({ seed: 7, shape, reset, faults: [fault], isPrepared: true }, host);
  expect(problems).toEqual([]);
  expect(struck).toHaveLength(1);
});

const SHOWN = [
  /^etcd still has the member cp-2$/,
  /^the Node cp-2 is still there$/,
  /^cp-2: its kubelet still runs$/,
  /^cp-2: its etcd still runs$/,
  /^cp-2 still has \/var\/lib\/etcd\/member$/,
  /^cp-2 still has \/etc\/kubernetes\/pki\/ca\.crt$/,
  /^cp-2 still shows interface cni0$/,
  /^kubelet\.service still starts on cp-2$/,
  /^cp-2 is still fenced for /,
  /^cp-2 still keeps operation /,
];

test('what a reset has not removed is told', async () => {
  const { resources } = await rehearse('3+0', true, host);
  const stage = new VirtualStage(7, host);
  const simulation = new Simulation({ seed: 7, cluster: clusterOf('3+0'), stage, resources });
  const { people, world } = simulation;
  await inVirtualTime(stage.clock, async () => {
    people[0]?.install();
    await simulation.until(() => people[0]?.isDone === true);
    const told = judgeReset(world, ['cp-2']);
    expect(SHOWN.filter((what) => !told.some((problem) => what.test(problem)))).toEqual([]);
  });
});
