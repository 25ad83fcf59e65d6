import { controlPlanes, etcdNodes } from '../../src/config/nodes';
import type { MemberLook } from '../../src/plan/etcd/member-look';
import type { NodeFacts } from '../../src/plan/facts';
import { planInstall } from '../../src/plan/install';
import { linksFrom } from '../../src/plan/links';
import { peerUrlOf } from '../../src/plan/membership';
import { planReset } from '../../src/plan/reset';
import { externalEtcdCluster, nodeOf } from '../fakes/clusters';
import { FENCE, freshFacts, memberFacts } from '../fakes/node-facts';

const cluster = externalEtcdCluster();
const context = {
  holder: 'default/slipway/demo/run-2',
  freshUid: 'fresh-uid',
  imageDirectory: '/var/lib/containerd',
  supportedOs: { names: ['debian'], covers: () => true },
};
const MEMBERS = ['etcd-1', 'etcd-2', 'etcd-3'];

const members = etcdNodes(cluster).map((node) => ({
  id: `id-${node.name}`,
  name: node.name,
  peerUrl: peerUrlOf(node),
  isLearner: false,
}));
const start = { state: 'existing', token: 'token-1', initialCluster: '' } as const;
const bareLook = (node: string): MemberLook => ({
  node,
  hasCertificates: false,
  hasData: false,
  isRunning: false,
  isHealthy: false,
});
const liveLook = (node: string): MemberLook => ({
  node,
  ca: 'ca-1',
  hasCertificates: true,
  hasData: true,
  isRunning: true,
  start,
  members,
  isHealthy: true,
});

const fresh = () =>
  cluster.spec.nodes.map((node) =>
    freshFacts(node, MEMBERS.includes(node.name) ? { member: bareLook(node.name) } : {}),
  );
const installed = (changes: Readonly<Record<string, Partial<NodeFacts>>> = {}) =>
  cluster.spec.nodes.map((node) => {
    if (MEMBERS.includes(node.name))
      return freshFacts(node, { fence: FENCE, member: liveLook(node.name), ...changes[node.name] });
    const facts = memberFacts(node, controlPlanes(cluster));
    return { ...facts, kubeadm: { ...facts.kubeadm, externalEtcd: true as const, members }, ...changes[node.name] };
  });
const plan = (facts: readonly NodeFacts[]) => planInstall(cluster, { facts, unreachable: [], links: [] }, context);
const moves = ({ nodes }: ReturnType<typeof plan>) => nodes.map(({ membership }) => membership).join(' ');

test('fresh machines of members get an etcd, and the others a cluster that uses it', () => {
  expect(plan(fresh())).toMatchObject({ initNode: 'cp-1', etcd: MEMBERS, isNoop: false, findings: [] });
  expect(moves(plan(fresh()))).toBe('init join join join join etcd etcd etcd');
});

test('there is nothing to do where every member is well', () => {
  expect(plan(installed())).toMatchObject({ isNoop: true, liveControlPlanes: ['cp-1', 'cp-2', 'cp-3'], findings: [] });
  expect(plan(installed())).not.toHaveProperty('etcd');
});

test('a machine that was lost is made a member again', () => {
  const lost = plan(installed({ 'etcd-2': { member: bareLook('etcd-2') } }));
  expect(lost).toMatchObject({ isNoop: false, etcd: MEMBERS });
  expect(moves(lost)).toBe('none none none none none none etcd none');
});

describe('an API server that asks etcd elsewhere', () => {
  const OLD = ['https://10.0.0.31:2379', 'https://10.0.0.32:2379', 'https://10.0.0.39:2379'];
  const NOW = ['https://10.0.0.31:2379', 'https://10.0.0.32:2379', 'https://10.0.0.33:2379'];
  const asking = (asked: Readonly<Record<string, readonly string[]>>) =>
    installed().map((facts) => {
      const apiServerEtcd = asked[facts.node];
      return apiServerEtcd === undefined
        ? facts
        : { ...facts, kubeadm: { ...facts.kubeadm, apiServerEtcd, clusterEtcd: NOW } };
    });

  test('is brought to where it is, after etcd was seen to be well', () => {
    const made = plan(asking({ 'cp-1': NOW, 'cp-2': OLD, 'cp-3': OLD }));
    expect(made).toMatchObject({ apiServers: ['cp-2', 'cp-3'], etcd: MEMBERS, isNoop: false, findings: [] });
    expect(moves(made)).toBe('none none none none none none none none');
  });

  test('is left alone once it asks where the file says', () => {
    const made = plan(asking({ 'cp-1': NOW, 'cp-2': NOW.toReversed(), 'cp-3': NOW }));
    expect(made.isNoop).toBe(true);
    expect(made).not.toHaveProperty('apiServers');
  });

  test('is not touched while it does not answer: what is wrong there comes first', () => {
    const [first] = asking({ 'cp-1': OLD });
    const kubeadm = { ...first?.kubeadm, apiServerLive: false } as NodeFacts['kubeadm'];
    expect(plan(installed({ 'cp-1': { kubeadm } }))).not.toHaveProperty('apiServers');
  });
});

test('a member that left the file stops the install', () => {
  const [first] = installed();
  const stray = { id: 'id-9', name: 'etcd-9', peerUrl: 'https://10.0.0.39:2380', isLearner: false };
  if (first === undefined) throw new Error('no facts');
  const kubeadm = { ...first.kubeadm, nodeNames: ['cp-1'], members: [...members, stray] };
  const facts = installed({ 'cp-1': { kubeadm } });
  const [finding] = plan(facts).findings;
  expect(finding).toMatchObject({
    id: 'control-plane-left-file',
    message: expect.stringContaining('not an etcd node'),
  });
});

test('members reach each other, and control planes reach their clients’ port', () => {
  const portsTo = (from: string) =>
    Object.fromEntries(linksFrom(cluster, nodeOf(cluster, from)).map(({ to, ports }) => [to, ports]));
  expect(portsTo('etcd-1')).toEqual({ 'etcd-2': [2380], 'etcd-3': [2380] });
  expect(portsTo('cp-2')).toMatchObject({ 'cp-1': [6443, 10250], 'etcd-1': [2379], 'w-1': [10250] });
  expect(portsTo('w-1')).toEqual({ 'cp-1': [6443], 'cp-2': [6443], 'cp-3': [6443] });
});

describe('a reset', () => {
  const wish = { drain: true, holder: context.holder, freshUid: 'fresh-uid' };
  const observation = { facts: installed(), unreachable: [], pods: [] };

  test('of the whole cluster takes the members last', () => {
    const { nodes } = planReset(cluster, observation, wish);
    expect(nodes.map(({ node }) => node).slice(-3)).toEqual(MEMBERS);
    expect(nodes.filter(({ etcdAlone }) => etcdAlone).map(({ node }) => node)).toEqual(MEMBERS);
  });

  test('of one member removes it from etcd first, and only where the quorum is kept', () => {
    const one = planReset(cluster, observation, { ...wish, nodes: ['etcd-3'] });
    expect(one).toMatchObject({ findings: [], nodes: [{ node: 'etcd-3', leavesEtcd: true, drains: false }] });
    const sick = { ...liveLook('etcd-1'), isHealthy: false };
    const facts = installed({ 'etcd-1': { member: sick } });
    const refused = planReset(cluster, { ...observation, facts }, { ...wish, nodes: ['etcd-3'] });
    expect(refused.findings.map(({ id }) => id)).toEqual(['quorum']);
  });
});
