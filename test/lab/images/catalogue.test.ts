import { listArtifacts } from '../../../lab/artifacts/catalogue';
import { listImages } from '../../../lab/images/catalogue';
import { KUBERNETES_RELEASES } from '../../../lab/versions';

const imagesOf = (kubernetesVersion: string) => listImages({ kubernetesVersion });
const namesOf = (kubernetesVersion: string) =>
  imagesOf(kubernetesVersion).map(({ repository, tag }) => `${repository}:${tag}`);
const images = imagesOf('v1.34.4');

test('images have the names that kubeadm and flannel pull, and the versions that they are', () => {
  expect(namesOf('v1.34.4')).toEqual([
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

const calico = listImages({ kubernetesVersion: 'v1.29.6', cni: 'calico' });

test('a lab with Calico has the images that its manifest names, beside those of flannel, to switch to', () => {
  const names = calico.map(({ repository, tag }) => `${repository}:${tag}`);
  expect(names.filter((name) => name.startsWith('calico/'))).toEqual([
    'calico/node:v3.28.5',
    'calico/cni:v3.28.5',
    'calico/kube-controllers:v3.28.5',
    'calico/typha:v3.28.5',
  ]);
  expect(names).toEqual(expect.arrayContaining(['flannel/flannel:v0.25.7', 'flannel/flannel-cni-plugin:v0.9.1']));
});

test('what starts the services of calico/node finds runit, and each service that it enables without BGP', () => {
  const node = calico.find(({ repository }) => repository === 'calico/node');
  expect(node?.base).toBe('services');
  const services = node?.files.flatMap(({ to }) => /^\/etc\/service\/available\/([^/]+)\/run$/.exec(to)?.[1] ?? []);
  expect(services?.toSorted()).toEqual([
    'allocate-tunnel-addrs',
    'cni',
    'felix',
    'monitor-addresses',
    'node-status-reporter',
  ]);
});

test('Typha does not run as root, which its pod would refuse', () => {
  expect(calico.find(({ repository }) => repository === 'calico/typha')?.user).toBe(999);
});

test('kubeadm of an old release looks for CoreDNS where it stood then', () => {
  expect(namesOf('v1.17.4')).toEqual(expect.arrayContaining(['coredns:1.8.0', 'etcd:3.4.23', 'pause:3.1']));
});

test.each(KUBERNETES_RELEASES)('every file of an image for $version is an artifact of that version', ({ version }) => {
  const paths = listArtifacts({ kubernetesVersion: version }).map((artifact) => artifact.path);
  for (const { artifact } of imagesOf(version).flatMap((image) => image.files)) expect(paths).toContain(artifact);
});

test('every file of an image of Calico is an artifact', () => {
  const paths = listArtifacts({ kubernetesVersion: 'v1.29.6', cni: 'calico' }).map((artifact) => artifact.path);
  for (const { artifact } of calico.flatMap((image) => image.files)) expect(paths).toContain(artifact);
});

test('every entry point is a file of its image', () => {
  for (const image of [...images, ...calico]) expect(image.files.map((file) => file.to)).toContain(image.entrypoint[0]);
});

const basesOf = (kubernetesVersion: string) =>
  Object.fromEntries(
    imagesOf(kubernetesVersion).flatMap(({ repository, base }) => (base === undefined ? [] : [[repository, base]])),
  );

test('what programs the network or copies files on a node stands on a base that can', () => {
  expect(basesOf('v1.34.4')).toEqual({
    'kube-proxy': 'network',
    'flannel/flannel': 'network',
    'flannel/flannel-cni-plugin': 'shell',
    'e2e-test-images/agnhost': 'shell',
  });
});

test('a program that is linked to the C library finds it in its image', () => {
  expect(basesOf('v1.17.4')).toMatchObject({ etcd: 'libc' });
});
