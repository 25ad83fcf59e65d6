import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { InstallPlan } from '../../src/plan/install-plan';
import type { PodNetwork } from '../../src/plan/pod-network';
import { approveUpdate, rejectUpdate, retryUpdate } from '../../src/workflows/messages';
import { FakeActivities, fatal } from '../fakes/activities';
import { namedCluster, waitForStatus, withWorker } from '../fakes/installs';
import { startTemporal } from '../fakes/temporal';

jest.setTimeout(120_000);

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startTemporal();
});
afterAll(() => env.teardown());

const NODES = ['cp-1', 'cp-2', 'cp-3', 'w-1', 'w-2'];
const from: PodNetwork = { name: 'flannel', objects: ['apps/v1 DaemonSet kube-flannel/kube-flannel-ds'] };
const podNetwork = {
  move: 'switch',
  from,
  to: 'calico (vxlan)',
  title: 'from flannel to calico (vxlan)',
  losses: [{ node: 'the cluster', items: ['DaemonSet kube-flannel/kube-flannel-ds'] }],
} as const;

/** An installed cluster in which nothing is to be done but the switch. */
function installedFakes(change: Partial<InstallPlan> = { podNetwork }): FakeActivities {
  const fakes = new FakeActivities();
  for (const node of NODES) fakes.joined.add(node);
  fakes.plan = (plan) => ({ ...plan, isNoop: false, ...change });
  return fakes;
}

const order = (fakes: FakeActivities) =>
  fakes.calls
    .filter(({ name }) => ['removePodNetwork', 'leavePodNetwork', 'applyCni', 'smokeTest'].includes(name))
    .map(({ name, node }) => (node === undefined ? name : `${name} ${node}`));
const SWITCHED = ['removePodNetwork', ...NODES.map((node) => `leavePodNetwork ${node}`), 'applyCni', 'smokeTest'];

test('a switch waits at a gate of its own, goes from node to node, and ends with the proof', async () => {
  const fakes = installedFakes();
  const result = await withWorker(env, namedCluster('switch'), fakes, async (install) => {
    const run = await install();
    const { gates } = await waitForStatus(run, (status) => status.gates.length > 0);
    expect(gates).toMatchObject([
      {
        kind: 'pod-network',
        title: 'switch the pod network from flannel to calico (vxlan): every pod loses its network, and its address',
        items: podNetwork.losses,
      },
    ]);
    expect(fakes.callsOf('claimNode')).toEqual([]);
    await run.executeUpdate(approveUpdate, { args: [{ digest: gates[0]?.digest ?? '', who: 'ann' }] });
    return run.result();
  });
  expect(result.outcome).toBe('installed');
  expect(order(fakes)).toEqual(SWITCHED);
  expect(new Set(fakes.callsOf('claimNode').map(({ node }) => node))).toEqual(new Set(NODES));
  expect(fakes.callsOf('removePodNetwork')[0]?.input['network']).toEqual(from);
  const turns = fakes.callsOf('leavePodNetwork');
  for (const [index, { startedAtMs }] of turns.entries())
    expect(turns[index - 1]?.endedAtMs ?? 0).toBeLessThanOrEqual(startedAtMs);
});

test('a switch that is rejected changes nothing', async () => {
  const fakes = installedFakes();
  const result = await withWorker(env, namedCluster('switch-rejected'), fakes, async (install) => {
    const run = await install();
    const { gates } = await waitForStatus(run, (status) => status.gates.length > 0);
    await run.executeUpdate(rejectUpdate, { args: [{ digest: gates[0]?.digest ?? '', who: 'ann' }] });
    return run.result();
  });
  expect(result.outcome).toBe('rejected');
  expect(order(fakes)).toEqual([]);
});

test('a node that stops a switch parks it, and the switch goes on from that node', async () => {
  const fakes = installedFakes();
  fakes.on('leavePodNetwork', 'cp-3', () => {
    throw fatal('NodeNotClean', 'interface cni0 stays');
  });
  await withWorker(env, namedCluster('switch-parked'), fakes, async (install) => {
    const run = await install();
    const { gates } = await waitForStatus(run, (status) => status.gates.length > 0);
    await run.executeUpdate(approveUpdate, { args: [{ digest: gates[0]?.digest ?? '', who: 'ann' }] });
    const { parked } = await waitForStatus(run, (status) => status.parked.length > 0);
    expect(parked).toMatchObject([{ node: '@cni', phase: 'cni', cause: expect.stringContaining('cni0 stays') }]);
    await run.executeUpdate(retryUpdate, { args: [{ node: '@cni', who: 'ann' }] });
    await run.result();
  });
  expect(order(fakes)).toEqual([...SWITCHED.slice(0, 4), 'leavePodNetwork cp-3', ...SWITCHED.slice(4)]);
});

test('what the nodes are still to be given comes before the pods lose their network', async () => {
  const fakes = installedFakes();
  fakes.plan = (plan) => ({
    ...plan,
    podNetwork,
    isNoop: false,
    nodes: plan.nodes.map((node) => ({ ...node, pendingSteps: ['pull-images'] })),
  });
  await withWorker(env, namedCluster('switch-images'), fakes, async (install) => {
    const run = await install();
    const { gates } = await waitForStatus(run, (status) => status.gates.length > 0);
    await run.executeUpdate(approveUpdate, { args: [{ digest: gates[0]?.digest ?? '', who: 'ann' }] });
    await run.result();
  });
  const pulled = fakes.callsOf('pullImages').map(({ endedAtMs }) => endedAtMs ?? Infinity);
  expect(pulled).toHaveLength(5);
  expect(Math.max(...pulled)).toBeLessThanOrEqual(fakes.callsOf('removePodNetwork')[0]?.startedAtMs ?? 0);
});

test('a change of the same pod network is applied without a gate', async () => {
  const fakes = installedFakes({ podNetwork: { move: 'apply' } });
  const result = await withWorker(env, namedCluster('switch-none'), fakes, async (install) =>
    (await install()).result(),
  );
  expect(result.outcome).toBe('installed');
  expect(order(fakes)).toEqual(['applyCni', 'smokeTest']);
});
