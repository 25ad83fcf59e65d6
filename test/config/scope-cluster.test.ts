import { scopeCluster } from '../../src/config/scope-cluster';
import { clusterOf, HA_SPEC } from './cluster-file';

const nodes = [...(HA_SPEC['nodes'] as object[]), { name: 'worker-2', address: '10.0.0.22' }];
const namesIn = (spec: object, node: string) =>
  scopeCluster(clusterOf({ ...HA_SPEC, nodes, ...spec }), node).spec.nodes.map(({ name }) => name);

test('a worker sees the control planes and itself', () => {
  expect(namesIn({}, 'worker-2')).toEqual(['cp-1', 'cp-2', 'cp-3', 'worker-2']);
});

test('a control plane sees the control planes', () => {
  expect(namesIn({}, 'cp-2')).toEqual(['cp-1', 'cp-2', 'cp-3']);
});

test('every node is seen where /etc/hosts names them all', () => {
  expect(namesIn({ hosts: { manage: true } }, 'cp-2')).toHaveLength(5);
});
