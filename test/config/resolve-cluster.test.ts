import { scopeCluster } from '../../src/config/scope-cluster';
import { clusterOf, HA_SPEC } from './cluster-file';

const node = (settings: object) => ({ name: 'a', address: '10.0.0.1', roles: ['control-plane'], ...settings });

test('a node without settings is a worker at the site default, reached under its address', () => {
  const [, worker] = clusterOf().spec.nodes;
  expect(worker).toMatchObject({
    roles: ['worker'],
    site: 'default',
    labels: {},
    taints: [],
    ssh: { host: '10.0.0.21' },
  });
});

test('a node takes what it leaves out from its group', () => {
  const group = { labels: { a: '1', b: '1' }, site: 'east', ssh: { user: 'ops', port: 2222 } };
  const [resolved] = clusterOf({
    ssh: { port: 22, trustOnFirstUse: true },
    nodeGroups: { big: group },
    nodes: [node({ group: 'big', labels: { b: '2' }, ssh: { port: 2200, host: 'gw' } })],
  }).spec.nodes;
  expect(resolved).toMatchObject({ labels: { a: '1', b: '2' }, site: 'east', group: 'big' });
  expect(resolved?.ssh).toMatchObject({ user: 'ops', port: 2200, host: 'gw', trustOnFirstUse: true });
});

test('a taint of the node replaces that of its group with the same key and effect', () => {
  const taint = (value: string, effect: string) => ({ key: 'example.com/x', value, effect });
  const [resolved] = clusterOf({
    nodeGroups: { big: { taints: [taint('group', 'NoSchedule'), taint('group', 'NoExecute')] } },
    nodes: [node({ group: 'big', taints: [taint('node', 'NoSchedule')] })],
  }).spec.nodes;
  expect(resolved?.taints).toEqual([taint('group', 'NoExecute'), taint('node', 'NoSchedule')]);
});

test('the endpoint of a single control plane with an IPv6 address has brackets', () => {
  const { spec } = clusterOf({
    networking: { podSubnet: 'fd00:10:244::/56', serviceSubnet: 'fd00:10:96::/112' },
    nodes: [node({ address: 'fd00::1' })],
  });
  expect(spec.controlPlaneEndpoint).toBe('[fd00::1]:6443');
});

test('what only serves to be inherited is not part of the cluster', () => {
  const { spec } = clusterOf(HA_SPEC);
  expect(spec).not.toHaveProperty('ssh');
  expect(spec).not.toHaveProperty('nodeGroups');
});

describe('Typha', () => {
  const clusterWith = (count: number, cni: object) => {
    const workers = Array.from({ length: count - 1 }, (_, index) => ({
      name: `w-${index}`,
      address: `10.1.${index >> 8}.${index & 255}`,
    }));
    return clusterOf({ nodes: [node({}), ...workers], cni, networking: { podSubnet: '10.128.0.0/9' } });
  };

  it.each([
    [50, {}, undefined],
    [51, {}, 3],
    [601, {}, 4],
    [5000, {}, 20],
    [3, { typhaReplicas: 2 }, 2],
    [100, { typhaReplicas: 0 }, 0],
  ])('has for %d nodes and %j in the file %s replicas', (count, cni, expected) => {
    expect(clusterWith(count, { name: 'calico', ...cni }).spec.cni.typhaReplicas).toBe(expected);
  });

  it('is counted by all nodes, where work on one of them sees few of them', () => {
    const scoped = scopeCluster(clusterWith(51, { name: 'calico' }), 'w-7');
    expect([scoped.spec.nodes.length, scoped.spec.cni.typhaReplicas]).toEqual([2, 3]);
  });

  it('is nothing that another pod network is given', () => {
    expect(clusterWith(51, { name: 'flannel' }).spec.cni.typhaReplicas).toBeUndefined();
  });
});
