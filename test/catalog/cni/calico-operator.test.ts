import { calicoOperator } from '../../../src/catalog/cni/calico-operator';
import { renderYaml } from '../../../src/render/parts/yaml';
import { operatorObjects } from '../../fakes/calico-manifests';
import { haCluster } from '../../fakes/clusters';
import { describeGoldens } from '../../fakes/goldens';

const DUAL_STACK = { podSubnet: '10.244.0.0/16,fd00:10:244::/56', serviceSubnet: '10.96.0.0/16,fd00:10:96::/112' };

const clusterWith = (cni: object = {}, spec: object = {}) =>
  haCluster({ cni: { name: 'calico-operator', ...cni }, ...spec });

const fitted = (cni: object = {}, spec: object = {}) =>
  renderYaml(calicoOperator.manifest(clusterWith(cni, spec), operatorObjects('1.42.1')));

describeGoldens('cni/calico-operator', 'yaml', {
  vxlan: () => fitted({ mtu: 1400, images: { operator: 'registry.example.com/operator:1' } }),
  'bgp-dual-stack-nftables': () =>
    fitted({ backend: 'bgp' }, { networking: DUAL_STACK, kubeProxy: { mode: 'nftables' } }),
  ipip: () => fitted({ backend: 'ipip' }),
});

describe('calico-operator', () => {
  const filesOf = (version: string, kubernetes: string) => {
    const cluster = clusterWith({ version }, { kubernetes: { version: kubernetes } });
    return calicoOperator.sources?.(cluster).map(({ url }) => url.split('/').at(-1));
  };

  it('fetches the definitions of its kinds first, where they are apart', () => {
    expect(filesOf('3.29.7', 'v1.31.9')).toEqual(['tigera-operator.yaml']);
    expect(filesOf('3.31.7', 'v1.33.13')).toEqual(['operator-crds.yaml', 'tigera-operator.yaml']);
  });

  it('knows what the operator will run', () => {
    const of = (version: string, kubernetes: string) =>
      calicoOperator.furtherImages?.(clusterWith({ version }, { kubernetes: { version: kubernetes } }));
    expect(of('3.29.7', 'v1.31.9')).toContain('docker.io/calico/node:v3.29.7');
    expect(of('3.31.7', 'v1.33.13')).toContain('quay.io/calico/typha:v3.31.7');
  });

  it('does not guess the version of a manifest of one’s own', () => {
    const cluster = clusterWith({ manifest: { file: '/etc/slipway/operator.yaml' } });
    expect(cluster.spec.cni.version).toBeUndefined();
    expect(calicoOperator.furtherImages?.(cluster)).toEqual([]);
  });
});
