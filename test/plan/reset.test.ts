import { controlPlanes } from '../../src/config/nodes';
import type { KubeadmState, NodeFacts } from '../../src/plan/facts';
import { planReset, type ResetObservation, type ResetWish } from '../../src/plan/reset';
import { haCluster } from '../fakes/clusters';
import { FENCE, freshFacts, memberFacts } from '../fakes/node-facts';

const cluster = haCluster();
const names = cluster.spec.nodes.map(({ name }) => name);
const wish: ResetWish = { drain: true, holder: 'default/slipway/demo/run-2', freshUid: 'fresh-uid' };

/** The installed cluster; every control plane knows all Nodes. */
function installed(changes: Readonly<Record<string, Partial<NodeFacts>>> = {}): NodeFacts[] {
  return cluster.spec.nodes.map((node) => {
    const facts = memberFacts(node, controlPlanes(cluster), changes[node.name]);
    const isPlane = controlPlanes(cluster).includes(node);
    return isPlane ? { ...facts, kubeadm: { ...facts.kubeadm, nodeNames: names } } : facts;
  });
}

const without = (facts: readonly NodeFacts[], ...gone: readonly string[]) =>
  facts.filter(({ node }) => !gone.includes(node));
const silent = (...nodes: readonly string[]) =>
  nodes.map((node) => ({ node, type: 'NodeUnreachable', message: 'no route' }));

function plan(
  nodes: readonly string[] | undefined,
  seen: Partial<ResetObservation> = {},
  changes: Partial<ResetWish> = {},
) {
  return planReset(
    cluster,
    { facts: installed(), unreachable: [], pods: [], ...seen },
    { ...wish, ...changes, ...(nodes && { nodes }) },
  );
}

const down = (facts: NodeFacts): KubeadmState => {
  const { members: _members, ...kubeadm } = facts.kubeadm;
  return { ...kubeadm, apiServerLive: false, kubeletActive: false };
};
const deadPlane = (name: string) => {
  const facts = installed().find(({ node }) => node === name);
  if (facts === undefined) throw new Error(`no facts of ${name}`);
  return { [name]: { kubeadm: down(facts) } };
};

describe('a worker', () => {
  test('is drained, reset and deleted through the control planes, and everything of it that is lost is told', () => {
    const pods = [{ node: 'w-1', moved: ['default/web-1'], lost: ['default/bare'] }];
    const result = plan(['w-1'], { pods });
    expect(result).toMatchObject({
      scope: 'nodes',
      peers: ['cp-1', 'cp-2', 'cp-3'],
      findings: [],
      takeOver: [],
      isNoop: false,
    });
    expect(result.nodes).toEqual([
      {
        node: 'w-1',
        controlPlane: false,
        reachable: true,
        drains: true,
        leavesEtcd: false,
        losses: [
          'Node w-1 of cluster demo',
          'pods that are made again elsewhere: evicted, with their emptyDir data (default/web-1)',
          'pod default/bare, which nothing makes again',
          'kubelet.service (running)',
          '/etc/kubernetes/pki (1 certificate or key pair)',
          '/etc/kubernetes/kubelet.conf',
          '/var/lib/kubelet',
          '/etc/cni/net.d/10-flannel.conflist',
          'what Slipway keeps of the cluster in /var/lib/slipway',
        ],
      },
    ]);
  });

  test('keeps its cluster’s UID and claims with a newer epoch', () => {
    expect(plan(['w-1']).fence).toEqual({ clusterUid: FENCE.clusterUid, epoch: 5, holder: wish.holder });
  });

  test('whose pods are not to be moved is not drained, and its plan is another one', () => {
    const { nodes, digest } = plan(['w-1'], {}, { drain: false });
    expect(nodes[0]).toMatchObject({ drains: false });
    expect(nodes[0]?.losses).toContain('pods that are made again elsewhere: ended without eviction (none now)');
    expect(digest).not.toBe(plan(['w-1']).digest);
  });

  test('that does not answer is taken out of the cluster, and what is on it stays', () => {
    const result = plan(['w-1'], { facts: without(installed(), 'w-1'), unreachable: silent('w-1') });
    expect(result.findings).toEqual([]);
    expect(result.nodes).toMatchObject([{ node: 'w-1', reachable: false, drains: false }]);
    expect(result.nodes[0]?.losses.at(-1)).toContain('the machine does not answer: what is on it stays');
  });

  test('that lets nobody in is for a person to mend first', () => {
    const unreachable = [{ node: 'w-1', type: 'HostKeyChanged', message: 'another key' }];
    expect(plan(['w-1'], { facts: without(installed(), 'w-1'), unreachable }).findings).toMatchObject([
      { node: 'w-1', id: 'unreachable', verdict: { kind: 'yours-to-fix' } },
    ]);
  });

  test('that was reset before, and that the cluster does not know, is nothing to do', () => {
    const others = installed().map((facts) =>
      facts.kubeadm.nodeNames === undefined
        ? facts
        : { ...facts, kubeadm: { ...facts.kubeadm, nodeNames: names.filter((name) => name !== 'w-1') } },
    );
    const clean = cluster.spec.nodes.filter(({ name }) => name === 'w-1').map((node) => freshFacts(node));
    expect(plan(['w-1'], { facts: [...without(others, 'w-1'), ...clean] })).toMatchObject({ isNoop: true });
  });

  test('of another cluster is not touched', () => {
    const fence = { ...FENCE, clusterUid: 'uid-of-other', holder: 'default/slipway/other/run-1' };
    expect(plan(['w-1'], { facts: installed({ 'w-1': { fence } }) })).toMatchObject({
      takeOver: [],
      findings: [{ node: 'w-1', id: 'other-cluster', message: `the machine belongs to ${fence.holder}` }],
    });
    const [worker] = installed().filter(({ node }) => node === 'w-1');
    const kubeadm = { ...(worker as NodeFacts).kubeadm, caFingerprint: 'f00d'.repeat(16) };
    expect(plan(['w-1'], { facts: installed({ 'w-1': { kubeadm } }) }).findings).toMatchObject([
      { id: 'other-cluster' },
    ]);
  });

  test('a node that stays, and that an ended run still holds, is named, so that it is let go', () => {
    const fence = { ...FENCE, released: false };
    expect(plan(['w-1'], { facts: installed({ 'cp-1': { fence } }) })).toMatchObject({
      takeOver: [],
      unreleased: ['cp-1'],
    });
    expect(plan(['w-1'])).not.toHaveProperty('unreleased');
  });

  test('that another run of this cluster still holds asks for that too', () => {
    const fence = { ...FENCE, released: false, holder: 'elsewhere/slipway/demo/run-9' };
    expect(plan(['w-1'], { facts: installed({ 'w-1': { fence } }) })).toMatchObject({
      takeOver: [{ node: 'w-1', holder: fence.holder }],
      findings: [{ node: 'w-1', id: 'held', verdict: { kind: 'needs-approval' } }],
    });
  });
});

describe('a control plane', () => {
  test('leaves etcd, and the others are those that it leaves through', () => {
    const result = plan(['cp-1']);
    expect(result).toMatchObject({ peers: ['cp-2', 'cp-3'], findings: [] });
    expect(result.nodes).toMatchObject([{ node: 'cp-1', controlPlane: true, leavesEtcd: true }]);
    expect(result.nodes[0]?.losses).toContain('etcd member cp-1 (a100011)');
  });

  test('stays where etcd would lose its quorum', () => {
    expect(plan(['cp-1'], { facts: installed(deadPlane('cp-3')) }).findings).toMatchObject([
      {
        node: 'cp-1',
        id: 'quorum',
        message: expect.stringContaining('1 of the 2 members that stay are healthy (not cp-3)'),
      },
    ]);
  });

  test('that is dead may go, and goes before a healthy one', () => {
    const facts = installed(deadPlane('cp-3'));
    expect(plan(['cp-3'], { facts }).findings).toEqual([]);
    const both = plan(['cp-2', 'cp-3'], { facts });
    expect(both.findings).toEqual([]);
    expect(both.nodes.map(({ node }) => node)).toEqual(['cp-3', 'cp-2']);
  });

  test('whose machine is gone leaves etcd all the same', () => {
    const result = plan(['cp-3'], { facts: without(installed(), 'cp-3'), unreachable: silent('cp-3') });
    expect(result).toMatchObject({
      findings: [],
      nodes: [{ node: 'cp-3', reachable: false, leavesEtcd: true, drains: false }],
    });
  });

  test('goes after the workers that go with it', () => {
    expect(plan(['cp-2', 'w-1']).nodes.map(({ node }) => node)).toEqual(['w-1', 'cp-2']);
  });

  test('is not taken out where no control plane would be left, or where none of the others answers', () => {
    expect(plan(['cp-1', 'cp-2', 'cp-3']).findings).toMatchObject([{ id: 'no-control-plane-left' }]);
    const facts = installed({ ...deadPlane('cp-2'), ...deadPlane('cp-3') });
    expect(plan(['cp-1'], { facts }).findings).toMatchObject([
      { id: 'no-peer', message: expect.stringContaining('(cp-2, cp-3)'), verdict: { kind: 'yours-to-fix' } },
    ]);
  });

  test('a peer that does not answer is told to keep its lists, and stops nothing', () => {
    const { findings, peers } = plan(['w-1'], { facts: without(installed(), 'cp-3'), unreachable: silent('cp-3') });
    expect(findings).toMatchObject([{ node: 'cp-3', id: 'silent-peer', verdict: { kind: 'noted' } }]);
    expect(peers).toEqual(['cp-1', 'cp-2']);
  });
});

describe('the whole cluster', () => {
  test('needs nobody: workers go first, then control planes, the best of them last', () => {
    const result = plan(undefined, { facts: installed(deadPlane('cp-2')) });
    expect(result).toMatchObject({ scope: 'cluster', peers: [], findings: [] });
    expect(result.nodes.map(({ node }) => node)).toEqual(['w-1', 'w-2', 'cp-2', 'cp-3', 'cp-1']);
    expect(result.nodes.some(({ drains, leavesEtcd }) => drains || leavesEtcd)).toBe(false);
  });

  test('is what naming every node means', () => {
    expect(plan(names).scope).toBe('cluster');
    expect(plan(names).digest).toBe(plan(undefined).digest);
  });

  test('leaves machines that do not answer as they are, unless none answers', () => {
    const result = plan(undefined, { facts: without(installed(), 'w-2'), unreachable: silent('w-2') });
    expect(result.findings).toEqual([]);
    expect(result.nodes.find(({ node }) => node === 'w-2')).toMatchObject({ reachable: false });
    expect(plan(undefined, { facts: [], unreachable: silent(...names) }).findings).toMatchObject([
      { id: 'no-machine' },
    ]);
  });

  test('of fresh machines is nothing to do', () => {
    expect(plan(undefined, { facts: cluster.spec.nodes.map((node) => freshFacts(node)) })).toMatchObject({
      isNoop: true,
      findings: [],
    });
  });
});

describe('the digest', () => {
  const seen = (traces: NodeFacts['traces'] & object, moved: string) =>
    plan(['w-1'], { facts: installed({ 'w-1': { traces } }), pods: [{ node: 'w-1', moved: [moved], lost: [] }] });
  const mounts = { what: 'mounts of the kubelet and of pod networks', detail: '2', passing: true } as const;
  const chains = (detail: string) => ({ what: 'iptables chains and rules of Kubernetes', detail });

  test('does not change with counts, with what comes and goes, and with the pods that happen to be there', () => {
    const [one, other] = [seen([chains('14'), mounts], 'default/web-1'), seen([chains('15')], 'default/web-2')];
    expect(one.digest).toBe(other.digest);
    expect(one.nodes[0]?.losses).not.toEqual(other.nodes[0]?.losses);
  });

  test('changes with the nodes, with what is lost, and with what nobody makes again', () => {
    const bare = plan(['w-1'], { pods: [{ node: 'w-1', moved: [], lost: ['default/bare'] }] });
    const others = [plan(['w-1']), plan(['w-2']), plan(['w-1', 'w-2']), plan(undefined), seen([chains('1')], ''), bare];
    expect(new Set(others.map(({ digest }) => digest)).size).toBe(6);
  });
});
