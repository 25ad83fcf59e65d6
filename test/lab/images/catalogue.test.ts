import { listArtifacts } from '../../../lab/artifacts/catalogue';
import { listImages } from '../../../lab/images/catalogue';

const images = listImages('v1.34.4');

test('images have the names that kubeadm and flannel pull, and the versions that they are', () => {
  expect(images.map(({ repository, tag }) => `${repository}:${tag}`)).toEqual([
    'kube-apiserver:v1.34.4',
    'kube-controller-manager:v1.34.4',
    'kube-scheduler:v1.34.4',
    'kube-proxy:v1.34.4',
    'pause:3.10.1',
    'e2e-test-images/agnhost:2.56',
    'etcd:3.6.16',
    'coredns/coredns:v1.14.7',
    'flannel/flannel:v0.25.7',
    'flannel/flannel-cni-plugin:v0.9.1',
  ]);
});

test.each(['v1.34.4', 'v1.33.13'])('every file of an image for %s is an artifact of that version', (version) => {
  const paths = listArtifacts(version).map((artifact) => artifact.path);
  for (const { artifact } of listImages(version).flatMap((image) => image.files)) expect(paths).toContain(artifact);
});

test('every entry point is a file of its image', () => {
  for (const image of images) expect(image.files.map((file) => file.to)).toContain(image.entrypoint[0]);
});

test('what programs the network or copies files on a node stands on a base that can', () => {
  const based = images.filter((image) => image.base !== undefined).map((image) => [image.repository, image.base]);
  expect(Object.fromEntries(based)).toEqual({
    'kube-proxy': 'network',
    'flannel/flannel': 'network',
    'flannel/flannel-cni-plugin': 'shell',
    'e2e-test-images/agnhost': 'shell',
  });
});
