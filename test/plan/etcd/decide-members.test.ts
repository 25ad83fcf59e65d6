import type { EtcdMember } from '../../../src/plan/facts';
import { decideMembers } from '../../../src/plan/etcd/decide-members';
import type { MemberLook, MemberStart } from '../../../src/plan/etcd/member-look';
import { haCluster } from '../../fakes/clusters';

const nodes = haCluster().spec.nodes.slice(0, 3);
const [one, two, three] = nodes.map(({ name }) => name) as [string, string, string];

const peerUrl = (name: string) => `https://${nodes.find((node) => node.name === name)?.address ?? '10.0.0.99'}:2380`;
const member = (name: string, changes: Partial<EtcdMember> = {}): EtcdMember => ({
  id: `id-${name}`,
  name,
  peerUrl: peerUrl(name),
  isLearner: false,
  ...changes,
});
const ALL = nodes.map(({ name }) => member(name));
const initialCluster = nodes.map(({ name }) => `${name}=${peerUrl(name)}`).join(',');

const bare = (node: string): MemberLook => ({
  node,
  hasCertificates: false,
  hasData: false,
  isRunning: false,
  isHealthy: false,
});
const ready = (node: string): MemberLook => ({ ...bare(node), ca: 'ca-1', hasCertificates: true });
const founding = (token = 'token-1'): MemberStart => ({ state: 'new', token, initialCluster });
const settled: MemberStart = { state: 'existing', token: 'token-1', initialCluster };
const live = (node: string, members: readonly EtcdMember[] = ALL): MemberLook => ({
  ...ready(node),
  hasData: true,
  isRunning: true,
  start: settled,
  members,
  isHealthy: true,
});
const stopped = (node: string): MemberLook => ({ ...ready(node), hasData: true, start: settled });

type Look = (node: string) => MemberLook;
const decide = (first: Look, second: Look, third: Look) =>
  decideMembers(nodes, [first(one), second(two), third(three)]);
const among = (members: readonly EtcdMember[]) => (node: string) => live(node, members);
const without = (name: string) => ALL.filter((each) => each.name !== name);

test('without a CA anywhere one is made on the first node', () => {
  expect(decide(bare, bare, bare)).toEqual({ move: 'make-ca', node: one });
});

test('every node holds the CA before any of them signs', () => {
  const holder = (node: string) => ({ ...bare(node), ca: 'ca-1' });
  expect(decide(bare, holder, bare)).toEqual({ move: 'copy-ca', from: two, nodes: [one, three] });
  expect(decide(holder, holder, holder)).toEqual({ move: 'certify', nodes: [one, two, three] });
});

test('two CAs are refused, and so is data whose CA nobody holds', () => {
  const other = (node: string) => ({ ...ready(node), ca: 'ca-2' });
  expect(decide(ready, other, ready)).toMatchObject({
    move: 'refuse',
    cause: expect.stringContaining('different CAs'),
  });
  const orphaned = (node: string) => ({ ...bare(node), hasData: true });
  expect(decide(orphaned, bare, bare)).toMatchObject({
    move: 'refuse',
    cause: expect.stringContaining('no node holds its CA'),
  });
});

test('certificates that end soon are made anew on live members', () => {
  const ending = (node: string) => ({ ...live(node), hasCertificates: false });
  expect(decide(live, ending, live)).toEqual({ move: 'certify', nodes: [two] });
});

test('a founding is written down on all nodes before any of them starts', () => {
  const begun = (node: string) => ({ ...ready(node), start: founding() });
  expect(decide(ready, ready, ready)).toEqual({ move: 'found', nodes: [one, two, three], initialCluster });
  expect(decide(begun, ready, ready)).toMatchObject({ move: 'found' });
  expect(decide(begun, begun, begun)).toEqual({ move: 'start', nodes: [one, two, three] });
});

test('a founding that was cut off between two starts goes on, and one of two tokens begins anew', () => {
  const begun = (node: string) => ({ ...ready(node), start: founding() });
  const started = (node: string) => ({ ...begun(node), hasData: true, isRunning: true });
  expect(decide(started, begun, begun)).toEqual({ move: 'start', nodes: [two, three] });
  expect(decide(started, started, started)).toMatchObject({ move: 'wait' });
  expect(decide(begun, (node) => ({ ...ready(node), start: founding('token-2') }), begun)).toMatchObject({
    move: 'found',
  });
});

test('nothing is founded where a settled member has lost its data', () => {
  const emptied = (node: string) => ({ ...ready(node), start: settled });
  expect(decide(ready, ready, emptied)).toMatchObject({ move: 'wait', cause: expect.stringContaining('0 of 3') });
  expect(decide(ready, ready, stopped)).toEqual({ move: 'start', nodes: [three] });
  const silent = (node: string) => ({ ...stopped(node), isRunning: true });
  expect(decide(ready, ready, silent)).toMatchObject({ move: 'wait', cause: expect.stringContaining(`(${three})`) });
});

test('machines that were all off are all started', () => {
  expect(decide(stopped, stopped, stopped)).toEqual({ move: 'start', nodes: [one, two, three] });
});

test('members that are as they should be need nothing, but for forgetting how they were founded', () => {
  const young = (node: string) => ({ ...live(node), start: founding() });
  expect(decide(live, live, live)).toEqual({ move: 'none' });
  expect(decide(young, live, young)).toEqual({ move: 'settle', nodes: [one, three] });
});

test('a stopped member is started before anything else is changed', () => {
  expect(decide(live, stopped, ready)).toEqual({ move: 'start', nodes: [two] });
});

test('the member of a machine whose data is gone is removed through another one', () => {
  expect(decide(live, live, ready)).toMatchObject({ move: 'remove', through: one, member: { id: `id-${three}` } });
  expect(decide(ready, live, live)).toMatchObject({ move: 'remove', through: two, member: { id: `id-${one}` } });
});

test('it is not removed where that would cost the quorum', () => {
  const sick = (node: string) => ({ ...live(node), isHealthy: false });
  expect(decide(live, sick, ready)).toMatchObject({ move: 'refuse', cause: expect.stringContaining('no quorum') });
});

test('a node without a member is added as a learner once the others are well', () => {
  const rest = among(without(three));
  expect(decide(rest, rest, ready)).toEqual({ move: 'add', through: one, node: three });
  const sick = (node: string) => ({ ...rest(node), isHealthy: false });
  expect(decide(rest, sick, ready)).toMatchObject({ move: 'wait', cause: expect.stringContaining(two) });
});

test('data of a member that etcd does not know is left alone', () => {
  const rest = among(without(three));
  expect(decide(rest, rest, stopped)).toMatchObject({
    move: 'refuse',
    cause: expect.stringContaining('/var/lib/etcd'),
  });
});

describe('a learner', () => {
  const added = [...without(three), member(three, { name: '', isLearner: true })];
  const invited = (node: string) => ({ ...ready(node), start: { ...settled, token: 'token-2' } });
  const view = among(added);

  test('is told whom it finds, then started, then waited for', () => {
    expect(decide(view, view, ready)).toEqual({ move: 'invite', node: three, initialCluster });
    expect(decide(view, view, invited)).toEqual({ move: 'start', nodes: [three] });
    expect(decide(view, view, (node) => ({ ...invited(node), isRunning: true }))).toMatchObject({ move: 'wait' });
  });

  test('that has come up is promoted', () => {
    const up = among([...without(three), member(three, { isLearner: true })]);
    expect(decide(up, up, up)).toMatchObject({ move: 'promote', through: one, member: { name: three } });
  });

  test('of no node of the file is removed, since it has no vote', () => {
    const stray = among([...ALL, member('gone', { name: '', isLearner: true })]);
    expect(decide(stray, stray, stray)).toMatchObject({ move: 'remove', member: { id: 'id-gone' } });
  });
});
