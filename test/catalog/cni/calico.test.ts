import { calico } from '../../../src/catalog/cni/calico';
import { podImages } from '../../../src/catalog/pod-images';
import type { Cluster } from '../../../src/config/cluster';
import { renderYaml } from '../../../src/render/parts/yaml';
import { calicoObjects, calicoTyphaObjects } from '../../fakes/calico-manifests';
import { haCluster } from '../../fakes/clusters';
import { describeGoldens } from '../../fakes/goldens';

const OF_029 = { kubernetes: { version: 'v1.31.9' } };

const clusterWith = (cni: object = {}, spec: object = {}): Cluster =>
  haCluster({ cni: { name: 'calico', ...cni }, ...spec });

const fitted = (cni: object = {}, spec: object = {}, objects = calicoTyphaObjects('3.31.7')) =>
  renderYaml(calico.manifest(clusterWith(cni, spec), objects));

describeGoldens('cni/calico', 'yaml', {
  vxlan: () => fitted({ mtu: 1400 }, {}, calicoObjects('3.32.1')),
  ipip: () => fitted({ backend: 'ipip', version: '3.29.7' }, OF_029, calicoObjects('3.29.7')),
  'bgp-nftables': () => fitted({ backend: 'bgp' }, { kubeProxy: { mode: 'nftables' } }, calicoObjects('3.32.1')),
  typha: () => fitted({ typhaReplicas: 1 }, {}, calicoTyphaObjects('3.32.1')),
});

describe('calico', () => {
  it('is fetched from its publisher, with a checksum', () => {
    expect(calico.sources?.(clusterWith({ version: '3.29.7' }, OF_029))).toEqual([
      {
        url: 'https://raw.githubusercontent.com/projectcalico/calico/v3.29.7/manifests/calico.yaml',
        sha256: 'b200cb3c2c7341717abe98e4acc80a13117bcd2c9c46ad46e8c209c5753f0b2f',
      },
    ]);
  });

  it.each([
    ['v1.31.9', '3.29.7'],
    ['v1.33.13', '3.31.7'],
    ['v1.34.4', '3.32.1'],
    ['v1.36.3', '3.32.1'],
  ])('is for %s the newest known release that its publisher tests with it', (version, expected) => {
    expect(clusterWith({}, { kubernetes: { version } }).spec.cni.version).toBe(expected);
  });

  it.each([undefined, 0, 2])('has with replicas %s so many of Typha, and its port', (typhaReplicas) => {
    const cluster = clusterWith(typhaReplicas === undefined ? {} : { typhaReplicas });
    const [typha] = calico
      .manifest(cluster, calicoTyphaObjects('3.32.1'))
      .filter(({ metadata }) => metadata.name === 'calico-typha');
    expect(typha?.['spec']).toMatchObject({ replicas: typhaReplicas ?? 0 });
    const hasTypha = typhaReplicas === 2;
    expect(calico.sources?.(cluster)[0]?.url).toContain(hasTypha ? 'calico-typha.yaml' : 'calico.yaml');
    expect(calico.ports(cluster).some(({ use }) => use === 'Calico Typha')).toBe(hasTypha);
  });

  it.each([
    ['vxlan', ['udp 4789'], ['vxlan']],
    ['ipip', ['tcp 179', 'ipip '], ['ipip']],
    ['bgp', ['tcp 179'], []],
  ])('needs for the backend %s %j of firewalls and %j of the kernel', (backend, ports, modules) => {
    const cluster = clusterWith({ backend });
    const seen = calico.ports(cluster).map((port) => `${port.protocol} ${'port' in port ? port.port : ''}`);
    expect([seen, calico.kernelModules(cluster)]).toEqual([ports, modules]);
  });

  it('runs the images of the cluster file in the place of its own', () => {
    const images = { node: 'registry.example.com/node:1', kubeControllers: 'registry.example.com/controllers:1' };
    expect(podImages(calico.manifest(clusterWith({ images }), calicoObjects('3.32.1')))).toEqual([
      'docker.io/calico/cni:v3.32.1',
      'registry.example.com/node:1',
      'registry.example.com/controllers:1',
    ]);
  });

  it('refuses a manifest that is another one', () => {
    expect(() => calico.manifest(clusterWith(), [])).toThrow('has no ConfigMap calico-config');
    expect(() => calico.manifest(clusterWith({ typhaReplicas: 3 }), calicoObjects('3.32.1'))).toThrow('has no Typha');
  });
});
