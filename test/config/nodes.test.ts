import { controlPlanes, initNode, nodeByName, workers } from '../../src/config/nodes';
import { clusterOf, HA_SPEC } from './cluster-file';

const cluster = clusterOf(HA_SPEC);
const names = (nodes: readonly { readonly name: string }[]) => nodes.map(({ name }) => name);

test('nodes are told apart by role, in the order of the file', () => {
  expect(names(controlPlanes(cluster))).toEqual(['cp-1', 'cp-2', 'cp-3']);
  expect(names(workers(cluster))).toEqual(['worker-1']);
});

test('a cluster starts from its first control plane', () => {
  expect(initNode(cluster).name).toBe('cp-1');
});

test('a node is found by its name, and a name that nobody has is an error', () => {
  expect(nodeByName(cluster, 'worker-1').address).toBe('10.0.0.21');
  expect(() => nodeByName(cluster, 'worker-9')).toThrow('cluster "lab" has no node "worker-9"');
});

test('a cluster without a control plane has no node to start from', () => {
  const headless = { ...cluster, spec: { ...cluster.spec, nodes: workers(cluster) } };
  expect(() => initNode(headless)).toThrow('cluster "lab" has no control plane');
});
