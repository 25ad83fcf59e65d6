import { kubeVip } from '../../../src/catalog/load-balancer/kube-vip';
import { haCluster, nodeOf } from '../../fakes/clusters';
import { describeGoldens } from '../../fakes/goldens';
import { debianFacts } from '../../fakes/step-facts';

const clusterWith = (loadBalancer: object = {}, spec: object = {}) =>
  haCluster({ controlPlaneEndpoint: '10.0.0.100:6443', loadBalancer: { name: 'kube-vip', ...loadBalancer }, ...spec });

const shareOf = (name: string, cluster = clusterWith()) => {
  const node = nodeOf(cluster, name);
  return kubeVip.shareOf({ cluster, node, interfaces: debianFacts(node).interfaces });
};

describeGoldens('load-balancer/kube-vip', 'yaml', {
  'cp-1': () => shareOf('cp-1')?.files[0]?.content ?? '',
  settings: () =>
    shareOf('cp-2', clusterWith({ interface: 'bond0', image: 'registry.example.com/kube-vip:1' }))?.files[0]?.content ??
    '',
});

describe('kube-vip', () => {
  it('has no part on a worker', () => {
    expect(shareOf('w-1')).toBeUndefined();
  });

  it('has its image pulled before anything waits for it', () => {
    expect(shareOf('cp-1')?.images).toEqual(['ghcr.io/kube-vip/kube-vip:v1.0.4']);
  });

  it('begins with the kubeconfig that has rights during init, on the node that begins', () => {
    const beginsWith = (name: string, cluster = clusterWith()) => shareOf(name, cluster)?.adminKubeconfig?.begins;
    expect(['cp-1', 'cp-2', 'cp-3'].map((name) => beginsWith(name))).toEqual([
      'super-admin.conf',
      'admin.conf',
      'admin.conf',
    ]);
    const cluster = clusterWith();
    const older = {
      ...cluster,
      spec: { ...cluster.spec, kubernetes: { ...cluster.spec.kubernetes, version: 'v1.28.2' } },
    };
    expect(beginsWith('cp-1', older)).toBe('admin.conf');
  });

  it('is the same on every control plane', () => {
    expect(shareOf('cp-3')?.files).toEqual(shareOf('cp-1')?.files);
  });
});
