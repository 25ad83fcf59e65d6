import { cilium } from '../../../src/catalog/cni/cilium';
import type { KubernetesObject } from '../../../src/catalog/kubernetes-object';
import { haCluster } from '../../fakes/clusters';

const SUM = 'a'.repeat(64);

const clusterWith = (cni: object = {}, spec: object = {}) =>
  haCluster({
    cni: { name: 'cilium', manifest: { url: 'https://example.com/cilium.yaml', sha256: SUM }, ...cni },
    ...spec,
  });

const config = (data: object): KubernetesObject[] => [
  { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'cilium-config', namespace: 'kube-system' }, data },
];

describe('cilium', () => {
  it('is applied as its manifest has it', () => {
    const objects = config({ 'routing-mode': 'tunnel', 'tunnel-protocol': 'vxlan', ipam: 'kubernetes' });
    expect(cilium.manifest(clusterWith(), objects)).toEqual(objects);
  });

  it.each([
    [
      'another tunnel',
      {},
      {},
      { 'tunnel-protocol': 'geneve' },
      'tunnel-protocol is geneve, spec.cni.backend wants vxlan',
    ],
    ['another routing', { backend: 'native' }, {}, { 'routing-mode': 'tunnel' }, 'wants native'],
    [
      'another pod subnet',
      {},
      {},
      { ipam: 'cluster-pool', 'cluster-pool-ipv4-cidr': '10.0.0.0/8' },
      'cluster-pool-ipv4-cidr is 10.0.0.0/8, spec.networking wants 10.244.0.0/16',
    ],
    [
      'no kube-proxy and nothing in its place',
      {},
      { kubeProxy: { mode: 'none' } },
      { 'kube-proxy-replacement': 'false' },
      'kube-proxy-replacement is not true',
    ],
  ])('is refused with %s', (_, cni, spec, data, expected) => {
    expect(() => cilium.manifest(clusterWith(cni, spec), config(data))).toThrow(expected);
  });

  it('is refused where the manifest is none of Cilium', () => {
    expect(() => cilium.manifest(clusterWith(), [])).toThrow('it has no ConfigMap cilium-config');
  });

  it.each([
    ['vxlan', 8472, ['vxlan']],
    ['geneve', 6081, ['geneve']],
    ['native', undefined, []],
  ])('needs for %s the port %s and the modules %j', (backend, port, modules) => {
    const cluster = clusterWith({ backend });
    const udp = cilium.ports(cluster).find(({ protocol }) => protocol === 'udp');
    expect(udp).toEqual(port === undefined ? undefined : expect.objectContaining({ port }));
    expect(cilium.kernelModules(cluster)).toEqual(modules);
  });
});
