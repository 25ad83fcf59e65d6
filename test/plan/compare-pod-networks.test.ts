import { controlPlanes } from '../../src/config/nodes';
import type { NodeFacts } from '../../src/plan/facts';
import { planInstall } from '../../src/plan/install';
import type { LivePodNetwork, PodNetwork } from '../../src/plan/pod-network';
import { haCluster, nodeOf } from '../fakes/clusters';
import { memberFacts } from '../fakes/node-facts';

const cluster = haCluster();
const context = {
  holder: 'default/slipway/demo/run-2',
  freshUid: 'fresh-uid',
  imageDirectory: '/var/lib/containerd',
  supportedOs: { names: ['debian'], covers: () => true },
};
const installed = (changes: Readonly<Record<string, Partial<NodeFacts>>>) =>
  cluster.spec.nodes.map((node) => memberFacts(node, controlPlanes(cluster), changes[node.name]));

describe('the pod network of a live cluster', () => {
  const objects = ['v1 Namespace kube-flannel', 'apps/v1 DaemonSet kube-flannel/kube-flannel-ds'];
  const flannel: PodNetwork = { name: 'flannel', backend: 'vxlan', objects, digest: 'f1' };
  const calico: PodNetwork = {
    name: 'calico',
    backend: 'vxlan',
    objects: ['apps/v1 DaemonSet kube-system/calico-node'],
  };
  const known = {
    names: ['flannel', 'calico'],
    agents: { 'kube-system/calico-node': 'calico' },
    stays: {},
  };

  function planOf(wanted: PodNetwork, podNetwork: LivePodNetwork, changes: Partial<NodeFacts['kubeadm']> = {}) {
    const { kubeadm } = memberFacts(nodeOf(cluster, 'cp-1'), controlPlanes(cluster));
    const facts = installed({ 'cp-1': { kubeadm: { ...kubeadm, podNetwork, ...changes } } });
    const networks = { podNetworkConfig: wanted.name, podNetwork: { wanted, known } };
    return planInstall(cluster, { facts, unreachable: [], links: [] }, { ...context, ...networks });
  }

  test('that is as it was applied needs nothing', () => {
    const { isNoop, podNetwork } = planOf(flannel, { record: flannel, agents: [] });
    expect({ isNoop, podNetwork }).toEqual({ isNoop: true, podNetwork: undefined });
  });

  test('is applied where its version or its settings are others, without a gate', () => {
    const { isNoop, podNetwork, findings } = planOf({ ...flannel, digest: 'f2' }, { record: flannel, agents: [] });
    expect({ isNoop, podNetwork, findings }).toEqual({ isNoop: false, podNetwork: { move: 'apply' }, findings: [] });
  });

  test('is switched at a gate that says what is lost', () => {
    const { podNetwork, findings, digest } = planOf(calico, { record: flannel, agents: [] });
    expect(findings).toMatchObject([
      {
        id: 'pod-network-switch',
        message: 'the pod network of the live cluster is flannel (vxlan), the file says calico (vxlan)',
        verdict: { kind: 'needs-approval', gate: 'pod-network' },
      },
    ]);
    expect(podNetwork).toMatchObject({
      move: 'switch',
      title: 'from flannel (vxlan) to calico (vxlan)',
      from: { objects },
    });
    const losses = podNetwork?.move === 'switch' ? podNetwork.losses : [];
    expect(losses[0]).toEqual({
      node: 'the cluster',
      items: [
        'no pod reaches another one from the moment that flannel (vxlan) leaves the first node until calico (vxlan) is up',
        'Namespace kube-flannel and everything in it',
        'DaemonSet kube-flannel/kube-flannel-ds',
      ],
    });
    expect(losses.slice(1).map(({ node }) => node)).toEqual(['cp-1', 'cp-2', 'cp-3', 'w-1', 'w-2']);
    expect(losses[4]?.items).toContain('/etc/cni/net.d/10-flannel.conflist');
    expect(digest).not.toBe(planOf(flannel, { record: flannel, agents: [] }).digest);
    expect(digest).not.toBe(planOf(calico, { record: { ...flannel, backend: 'host-gw' }, agents: [] }).digest);
  });

  test('is not switched while a Node is in it that the file does not name', () => {
    const nodeNames = [...cluster.spec.nodes.map(({ name }) => name), 'w-9'];
    expect(planOf(calico, { record: flannel, agents: [] }, { nodeNames }).findings).toContainEqual(
      expect.objectContaining({ id: 'pod-network-stranger', node: 'w-9', verdict: { kind: 'yours-to-fix' } }),
    );
  });

  test('is refused where it is another one without a record', () => {
    const { podNetwork, findings } = planOf(flannel, { agents: ['kube-system/calico-node'] });
    expect(podNetwork).toBeUndefined();
    expect(findings).toMatchObject([{ id: 'pod-network-differs', verdict: { kind: 'yours-to-fix' } }]);
  });

  test('is refused where the configuration on the nodes is of one that nobody knows', () => {
    const { findings } = planOf(calico, { agents: [] });
    expect(findings.map(({ id, node }) => `${id} ${node}`)).toContain('pod-network-differs w-1');
  });
});
