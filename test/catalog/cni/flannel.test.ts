import { flannel } from '../../../src/catalog/cni/flannel';
import { flannelImages } from '../../../src/catalog/cni/flannel/release';
import { podImages } from '../../../src/catalog/pod-images';
import { renderYaml } from '../../../src/render/parts/yaml';
import { haCluster } from '../../fakes/clusters';
import { describeGoldens } from '../../fakes/goldens';

const DUAL_STACK = { podSubnet: '10.244.0.0/16,fd00:10:244::/56', serviceSubnet: '10.96.0.0/16,fd00:10:96::/112' };

const imagesOf = (cni = {}): string[] =>
  podImages(flannel.manifest(haCluster({ cni: { name: 'flannel', ...cni } }), []));

const manifest = (cni = {}, spec = {}) =>
  renderYaml(flannel.manifest(haCluster({ cni: { name: 'flannel', ...cni }, ...spec }), []));

const netConf = (cni = {}, spec = {}): unknown => {
  const cluster = haCluster({ cni: { name: 'flannel', ...cni }, ...spec });
  const [map] = flannel.manifest(cluster, []).filter(({ kind }) => kind === 'ConfigMap');
  const data = (map?.['data'] ?? {}) as Record<string, string>;
  return JSON.parse(data['net-conf.json'] ?? '');
};

describeGoldens('cni/flannel', 'yaml', {
  vxlan: () => manifest(),
  'host-gw-mtu': () => manifest({ backend: 'host-gw', mtu: 8950 }),
  'dual-stack-nftables': () => manifest({}, { networking: DUAL_STACK, kubeProxy: { mode: 'nftables' } }),
});

describe('flannel', () => {
  it('gives VXLAN the MTU that packets have outside of the pod network', () => {
    expect(netConf({ mtu: 1400 })).toMatchObject({ Backend: { Type: 'vxlan', MTU: 1450 } });
  });

  it.each([
    ['0.25.1', 'docker.io/flannel/flannel:v0.25.1', 'docker.io/flannel/flannel-cni-plugin:v1.5.1-flannel2'],
    ['0.26.10', 'ghcr.io/flannel-io/flannel:v0.26.10', 'ghcr.io/flannel-io/flannel-cni-plugin:v1.6.2-flannel1'],
    ['0.28.4', 'ghcr.io/flannel-io/flannel:v0.28.4', 'ghcr.io/flannel-io/flannel-cni-plugin:v1.9.1-flannel1'],
  ])('knows where the images of %s are', (version, daemon, plugin) => {
    expect(imagesOf({ version })).toEqual([plugin, daemon]);
  });

  it('takes the images of the cluster file before its own', () => {
    const images = { cniPlugin: 'registry.example.com/flannel-cni-plugin:v0.9.1' };
    expect(imagesOf({ images })).toEqual([
      'registry.example.com/flannel-cni-plugin:v0.9.1',
      'docker.io/flannel/flannel:v0.25.7',
    ]);
  });

  it('refuses a version that its manifest does not fit', () => {
    const cluster = haCluster();
    const old = { ...cluster, spec: { ...cluster.spec, cni: { ...cluster.spec.cni, version: '0.24.4' } } };
    expect(() => flannelImages(old)).toThrow('older than 0.25.0');
  });

  it('gives way to a manifest of one’s own', () => {
    const cluster = haCluster({ cni: { name: 'flannel', manifest: { file: '/etc/slipway/flannel.yaml' } } });
    const own = [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kube-flannel' } }];
    expect(flannel.manifest(cluster, own)).toEqual(own);
  });

  it('rolls its pods when its configuration changes', () => {
    const daemonSet = (cni: object) =>
      renderYaml(flannel.manifest(haCluster({ cni: { name: 'flannel', ...cni } }), []).slice(-1));
    expect(daemonSet({ mtu: 1400 })).not.toBe(daemonSet({ mtu: 1300 }));
  });
});

describe('the backend of flannel', () => {
  it('needs VXLAN of the kernel and of firewalls', () => {
    expect(flannel.ports(haCluster())).toEqual([{ protocol: 'udp', port: 8472, use: 'flannel VXLAN' }]);
    expect(flannel.kernelModules(haCluster())).toEqual(['vxlan']);
  });

  it('needs neither where packets travel as they are', () => {
    const cluster = haCluster({ cni: { name: 'flannel', backend: 'host-gw' } });
    expect([flannel.ports(cluster), flannel.kernelModules(cluster)]).toEqual([[], []]);
  });
});
