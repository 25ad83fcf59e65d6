import { claimNodes } from '../../src/plan/claim';
import type { NodeFacts } from '../../src/plan/facts';
import { haCluster } from '../fakes/clusters';
import { freshFacts } from '../fakes/node-facts';

const cluster = haCluster();
const holder = 'default/slipway/demo/run-2';
const fence = { clusterUid: 'uid-1', epoch: 3, holder: 'default/slipway/demo/run-1', released: true };

const facts = (fences: Readonly<Record<string, NodeFacts['fence']>>) =>
  cluster.spec.nodes.map((node) => {
    const own = fences[node.name];
    return freshFacts(node, own ? { fence: own } : {});
  });
const claim = (fences: Readonly<Record<string, NodeFacts['fence']>>, live: readonly string[] = []) =>
  claimNodes(facts(fences), live, holder, 'fresh-uid');

test('nodes that nobody holds get the fresh UID and the first epoch', () => {
  expect(claim({})).toEqual({
    fence: { clusterUid: 'fresh-uid', epoch: 1, holder },
    ours: new Set(),
    takeOver: [],
  });
});

test('the epoch is newer than every one seen, on whatever node', () => {
  expect(claim({ 'cp-1': fence, 'w-1': { ...fence, epoch: 9 } }).fence).toEqual({
    clusterUid: 'uid-1',
    epoch: 10,
    holder,
  });
});

test('a run of the same workflow that was terminated is over, whether it let go or not', () => {
  expect(claim({ 'cp-1': { ...fence, released: false } }).takeOver).toEqual([]);
});

test('a run of the same name in another namespace may go on', () => {
  const other = { ...fence, holder: 'laptop/slipway/demo/run-1', released: false };
  expect(claim({ 'cp-1': other }).takeOver).toEqual([{ node: 'cp-1', holder: other.holder }]);
});

test('a run of the same name on another Temporal service may go on', () => {
  const other = { ...fence, holder: 'default@9a8b7c6d/slipway/demo/run-1', released: false };
  expect(claim({ 'cp-1': other }).takeOver).toEqual([{ node: 'cp-1', holder: other.holder }]);
});

test('the same run that has let go is free to be claimed from another namespace', () => {
  expect(claim({ 'cp-1': { ...fence, holder: 'laptop/slipway/demo/run-1' } })).toMatchObject({ takeOver: [] });
});

test("a node of another cluster is taken over, and that cluster's UID is not taken for ours", () => {
  const other = { ...fence, clusterUid: 'uid-other', holder: 'default/slipway/other/run-7' };
  const { fence: claimed, ours, takeOver } = claim({ 'w-2': other });
  expect(claimed.clusterUid).toBe('fresh-uid');
  expect({ ours: [...ours], takeOver: takeOver.map(({ node }) => node) }).toEqual({ ours: [], takeOver: ['w-2'] });
});

test('where nodes disagree on the UID, a live control plane is right', () => {
  const older = { ...fence, clusterUid: 'uid-old', epoch: 8 };
  const { fence: claimed, takeOver } = claim({ 'cp-1': fence, 'w-1': older }, ['cp-1']);
  expect(claimed.clusterUid).toBe('uid-1');
  expect(takeOver.map(({ node }) => node)).toEqual(['w-1']);
});
