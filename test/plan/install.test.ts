import { controlPlanes } from '../../src/config/nodes';
import type { Cluster } from '../../src/config/cluster';
import type { NodeFacts } from '../../src/plan/facts';
import { planInstall } from '../../src/plan/install';
import { haCluster, nodeOf } from '../fakes/clusters';
import { CA_HASH, initialized, joinedWorker, prepared, untouched } from '../fakes/kubeadm-states';
import { FENCE, freshFacts, memberFacts } from '../fakes/node-facts';

const cluster = haCluster();
const context = {
  holder: 'default/slipway/demo/run-2',
  freshUid: 'fresh-uid',
  imageDirectory: '/var/lib/containerd',
  supportedOs: { names: ['debian'], covers: () => true },
};

function plan(facts: readonly NodeFacts[], of: Cluster = cluster, holder = context.holder) {
  return planInstall(of, { facts, unreachable: [], links: [] }, { ...context, holder });
}

const fresh = (changes: Readonly<Record<string, Partial<NodeFacts>>> = {}) =>
  cluster.spec.nodes.map((node) => freshFacts(node, changes[node.name]));
const installed = (changes: Readonly<Record<string, Partial<NodeFacts>>> = {}) =>
  cluster.spec.nodes.map((node) => memberFacts(node, controlPlanes(cluster), changes[node.name]));
const moves = ({ nodes }: ReturnType<typeof plan>) => nodes.map(({ membership }) => membership).join(' ');
const labels = { tier: 'gpu' };
const managed = { 'slipway.dev/managed-labels': 'tier', 'slipway.dev/managed-taints': 'tier:NoSchedule' };
const withLabels = (): Cluster => {
  const nodes = cluster.spec.nodes.map((node) =>
    node.name === 'w-1'
      ? { ...node, labels, taints: [{ key: 'tier', value: '', effect: 'NoSchedule' as const }] }
      : node,
  );
  return { ...cluster, spec: { ...cluster.spec, nodes } };
};
const pendingStep = {
  step: 'keep-time',
  title: 'Keep the clock in step',
  pending: [{ kind: 'unit', subject: 'chrony', state: 'pending', disruption: 'none' }],
  unsupported: [],
  changed: false,
} as const;

describe('on fresh machines', () => {
  test('the first control plane of the file inits and everybody else joins', () => {
    expect(plan(fresh())).toMatchObject({
      initNode: 'cp-1',
      liveControlPlanes: [],
      wipe: [],
      takeOver: [],
      findings: [],
    });
    expect(moves(plan(fresh()))).toBe('init join join join join');
  });

  test('the cluster gets the fresh UID and the first epoch', () => {
    expect(plan(fresh()).fence).toEqual({ clusterUid: 'fresh-uid', epoch: 1, holder: context.holder });
  });

  test('steps with something pending are named', () => {
    const [first] = plan(
      fresh({ 'cp-1': { steps: [pendingStep, { ...pendingStep, step: 'done', pending: [] }] } }),
    ).nodes;
    expect(first?.pendingSteps).toEqual(['keep-time']);
  });
});

describe('on an installed cluster', () => {
  test('there is nothing to do', () => {
    expect(plan(installed())).toMatchObject({
      isNoop: true,
      liveControlPlanes: ['cp-1', 'cp-2', 'cp-3'],
      findings: [],
    });
    expect(moves(plan(installed()))).toBe('none none none none none');
  });

  test('the cluster keeps its UID and the epoch grows', () => {
    expect(plan(installed()).fence).toEqual({ clusterUid: FENCE.clusterUid, epoch: 5, holder: context.holder });
  });

  test.each<[string, Partial<NodeFacts>]>([
    ['a pending step', { steps: [pendingStep] }],
    ['a machine whose steps could not be looked at', { steps: undefined as never }],
    ['a kubelet that is down', { kubeadm: { ...initialized, kubeletActive: false } }],
  ])('%s is something to do', (_, changes) => {
    expect(plan(installed({ 'w-1': changes })).isNoop).toBe(false);
  });

  test('a worker that has left the file is told, and there is still nothing to do', () => {
    const kubeadm = {
      ...memberFacts(nodeOf(cluster, 'cp-1'), controlPlanes(cluster)).kubeadm,
      nodeNames: [...cluster.spec.nodes.map(({ name }) => name), 'w-9'],
    };
    expect(plan(installed({ 'cp-1': { kubeadm } }))).toMatchObject({ isNoop: true, findings: [{ node: 'w-9' }] });
  });

  test('a node that an ended run has not let go of is something to do, and only that', () => {
    const held = plan(installed({ 'w-1': { fence: { ...FENCE, released: false } } }));
    expect(held.isNoop).toBe(false);
    expect(held.nodes.filter(({ unreleased }) => unreleased).map(({ node }) => node)).toEqual(['w-1']);
    expect(moves(held)).toBe('none none none none none');
  });

  test.each<[string, Partial<NodeFacts['kubeadm']>]>([
    ['is not Ready, as before there is a pod network,', { nodeObject: 'not-ready' }],
    ['lost a label of the file', { nodeSettings: { labels: {}, annotations: managed } }],
    [
      'has a label of the file, and nothing says that its taints were set,',
      { nodeSettings: { labels, annotations: {} } },
    ],
  ])('a member that %s has the end of the install gone through again', (_, changes) => {
    const labelled = withLabels();
    const seen = { ...joinedWorker, caFingerprint: CA_HASH, nodeSettings: { labels, annotations: managed } };
    const facts = (kubeadm: NodeFacts['kubeadm']) => installed({ 'w-1': { kubeadm } });
    expect(plan(facts(seen), labelled).isNoop).toBe(true);
    const { nodes, isNoop } = plan(facts({ ...seen, ...changes }), labelled);
    expect(isNoop).toBe(false);
    expect(nodes.filter(({ unsettled }) => unsettled).map(({ node }) => node)).toEqual(['w-1']);
  });

  test('control planes that are not Ready are asked last', () => {
    const kubeadm = {
      ...memberFacts(nodeOf(cluster, 'cp-1'), controlPlanes(cluster)).kubeadm,
      nodeObject: 'not-ready' as const,
    };
    expect(plan(installed({ 'cp-1': { kubeadm } })).liveControlPlanes).toEqual(['cp-2', 'cp-3', 'cp-1']);
  });

  test('a machine that is new to the file joins, and the live ones are left alone', () => {
    const facts = installed().map((each) => (each.node === 'w-2' ? freshFacts(nodeOf(cluster, 'w-2')) : each));
    expect(moves(plan(facts))).toBe('none none none none join');
    expect(plan(facts)).toMatchObject({ initNode: 'cp-1', wipe: [], isNoop: false });
  });

  test('a member that has lost its fence file is still a member, not a leftover', () => {
    const { fence: _, ...facts } = memberFacts(nodeOf(cluster, 'w-1'), controlPlanes(cluster));
    const all = installed().map((each) => (each.node === 'w-1' ? facts : each));
    expect(plan(all)).toMatchObject({ wipe: [], isNoop: true });
  });
});

describe('an interrupted install of this cluster', () => {
  const fence = { ...FENCE, released: false };
  const ours = (changes: Readonly<Record<string, Partial<NodeFacts>>>) =>
    cluster.spec.nodes.map((node) => freshFacts(node, { fence, ...changes[node.name] }));

  test('is resumed, not wiped', () => {
    const result = plan(ours({ 'cp-1': { kubeadm: initialized }, 'cp-2': { kubeadm: prepared } }));
    expect(result).toMatchObject({ wipe: [], findings: [], initNode: 'cp-1' });
    expect(moves(result)).toBe('none join join join join');
  });

  test('ends its init on the node where it began, also when the file names another one first', () => {
    const begun = { ...untouched, kubeconfigs: [{ name: 'super-admin.conf', whole: true }] };
    expect(plan(ours({ 'cp-2': { kubeadm: begun } })).initNode).toBe('cp-2');
  });

  test('whose run is over needs no approval to go on', () => {
    expect(plan(ours({})).takeOver).toEqual([]);
  });

  test('whose run may still go on in another namespace does', () => {
    const result = plan(ours({}), cluster, 'elsewhere/slipway/demo/run-9');
    expect(result.takeOver).toHaveLength(5);
    expect(result.findings).toContainEqual(
      expect.objectContaining({ id: 'held', verdict: { kind: 'needs-approval', gate: 'take-over' } }),
    );
  });
});

describe('leftovers of another cluster', () => {
  const other = { ...FENCE, clusterUid: 'uid-of-other', holder: 'default/slipway/other/run-1' };

  test('are listed for the gate, without the state of the others', () => {
    const result = plan(fresh({ 'w-1': { kubeadm: initialized } }));
    expect(result.wipe).toEqual([
      { node: 'w-1', items: expect.arrayContaining(['/etc/kubernetes/admin.conf', '/var/lib/kubelet']) },
    ]);
    expect(result.findings).toEqual([
      expect.objectContaining({ node: 'w-1', id: 'leftovers', verdict: { kind: 'needs-approval', gate: 'wipe' } }),
    ]);
  });

  test('on a node that a run of the other cluster holds ask for both gates', () => {
    const result = plan(fresh({ 'w-1': { kubeadm: initialized, fence: other } }));
    expect(result.wipe.map(({ node }) => node)).toEqual(['w-1']);
    expect(result.takeOver).toEqual([{ node: 'w-1', holder: other.holder }]);
    expect(result.fence).toMatchObject({ clusterUid: 'fresh-uid', epoch: 5 });
  });

  test('stop the run for good where the file never lets them be wiped', () => {
    const strict = haCluster({ approvals: { wipeLeftovers: 'never' } });
    const result = plan(fresh({ 'w-1': { kubeadm: initialized } }), strict);
    expect(result.wipe).toEqual([]);
    expect(result.findings).toEqual([expect.objectContaining({ id: 'leftovers', verdict: { kind: 'yours-to-fix' } })]);
  });
});

describe('the digest', () => {
  test('stays the same while clocks, pending steps and the fresh UID change', () => {
    const later = fresh({ 'cp-1': { clock: { offsetMs: 80, errorMs: 9 }, steps: [pendingStep] } });
    const again = planInstall(cluster, { facts: later, unreachable: [], links: [] }, { ...context, freshUid: 'other' });
    expect(again.digest).toBe(plan(fresh()).digest);
  });

  test('changes with what would be wiped', () => {
    const one = plan(fresh({ 'w-1': { kubeadm: { ...untouched, etcdData: true } } }));
    const more = plan(fresh({ 'w-1': { kubeadm: initialized } }));
    expect(new Set([plan(fresh()).digest, one.digest, more.digest]).size).toBe(3);
  });
});

test('a node that cannot be reached is a finding with the cause and the next action', () => {
  const unreachable = [{ node: 'w-2', type: 'HostKeyChanged', message: 'w-2 (10.0.0.22:22): another key. Look.' }];
  const facts = fresh().filter(({ node }) => node !== 'w-2');
  expect(planInstall(cluster, { facts, unreachable, links: [] }, context)).toMatchObject({
    isNoop: false,
    findings: [{ node: 'w-2', id: 'unreachable', fix: unreachable[0]?.message, verdict: { kind: 'yours-to-fix' } }],
  });
});

describe('where no control plane answers', () => {
  const silent = { apiServerLive: false };
  const silenced = (changes: Partial<NodeFacts['kubeadm']>) =>
    installed(
      Object.fromEntries(
        installed().map(({ node, kubeadm }) => [node, { kubeadm: { ...kubeadm, ...silent, ...changes } }]),
      ),
    );

  test('and etcd has several members, etcd is asked before anything is planned', () => {
    const { isEtcdInDoubt, isNoop, findings } = plan(silenced({}));
    expect([isEtcdInDoubt, isNoop]).toEqual([true, false]);
    expect(findings).toMatchObject([{ id: 'etcd-in-doubt', verdict: { gate: 'recover-etcd' } }]);
  });

  test('a first control plane that is alone in etcd is finished without asking', () => {
    const [own] = installed()[0]?.kubeadm.members ?? [];
    expect(plan(silenced({ members: own === undefined ? [] : [own] })).isEtcdInDoubt).toBeUndefined();
  });

  test('a recovery of etcd that was cut off is ended first, though the API answers by now', () => {
    const [first] = installed();
    const kubeadm = { ...first?.kubeadm, etcdRecoveryBegun: true } as NodeFacts['kubeadm'];
    expect(plan(installed({ 'cp-1': { kubeadm } })).isEtcdInDoubt).toBe(true);
    expect(plan(installed()).isEtcdInDoubt).toBeUndefined();
  });
});
