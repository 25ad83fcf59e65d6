import { kubernetesImages, sandboxImage } from '../../../src/catalog/kubernetes/images';
import { haCluster, nodeOf } from '../../fakes/clusters';

const imagesOf = (spec = {}, node = 'cp-1') => {
  const cluster = haCluster(spec);
  return kubernetesImages(cluster, nodeOf(cluster, node));
};

describe('kubernetesImages', () => {
  it('is what kubeadm lists for v1.34.4, with the sandbox image', () => {
    expect([...imagesOf(), sandboxImage(haCluster())].toSorted()).toEqual([
      'registry.k8s.io/coredns/coredns:v1.12.1',
      'registry.k8s.io/etcd:3.6.5-0',
      'registry.k8s.io/kube-apiserver:v1.34.4',
      'registry.k8s.io/kube-controller-manager:v1.34.4',
      'registry.k8s.io/kube-proxy:v1.34.4',
      'registry.k8s.io/kube-scheduler:v1.34.4',
      'registry.k8s.io/pause:3.10.1',
    ]);
  });

  it.each([
    ['v1.17.4', 'registry.k8s.io/coredns:1.6.5'],
    ['v1.21.14', 'registry.k8s.io/coredns/coredns:v1.8.0'],
    ['v1.24.17', 'registry.k8s.io/coredns/coredns:v1.8.6'],
    ['v1.29.6', 'registry.k8s.io/coredns/coredns:v1.11.1'],
  ])('finds CoreDNS of %s where its time has put it', (version, image) => {
    expect(imagesOf({ kubernetes: { version } })).toContain(image);
  });

  it('is kube-proxy alone on a worker', () => {
    expect(imagesOf({}, 'w-1')).toEqual(['registry.k8s.io/kube-proxy:v1.34.4']);
  });

  it('is nothing on a worker without kube-proxy', () => {
    expect(imagesOf({ cni: { name: 'none' }, kubeProxy: { mode: 'none' } }, 'w-1')).toEqual([]);
  });

  it('follows an image repository, where CoreDNS is not one level deeper', () => {
    expect(imagesOf({ kubernetes: { version: 'v1.34.4', imageRepository: 'registry.example.com/k8s' } })).toEqual(
      expect.arrayContaining(['registry.example.com/k8s/coredns:v1.12.1', 'registry.example.com/k8s/etcd:3.6.5-0']),
    );
  });

  it('follows the overrides of ClusterConfiguration', () => {
    const clusterConfiguration = {
      etcd: { local: { imageRepository: 'example.com/etcd', imageTag: '3.6.16' } },
      dns: { imageTag: 'v1.14.7' },
    };
    const images = imagesOf({ kubeadm: { clusterConfiguration } });
    expect(images).toContain('example.com/etcd/etcd:3.6.16');
    expect(images).toContain('registry.k8s.io/coredns/coredns:v1.14.7');
  });

  it('has no CoreDNS where kubeadm is told to leave it out', () => {
    const images = imagesOf({ kubeadm: { clusterConfiguration: { dns: { disabled: true } } } });
    expect(images.some((image) => image.includes('coredns'))).toBe(false);
  });

  it('leaves out what a release newer than the table may have changed', () => {
    expect(imagesOf({ kubernetes: { version: 'v1.34.99' } })).toEqual(
      ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kube-proxy'].map(
        (name) => `registry.k8s.io/${name}:v1.34.99`,
      ),
    );
  });
});

describe('sandboxImage', () => {
  it('is the one of the cluster file where that names one', () => {
    expect(sandboxImage(haCluster({ runtime: { sandboxImage: 'example.com/pause:3.9' } }))).toBe(
      'example.com/pause:3.9',
    );
  });
});
