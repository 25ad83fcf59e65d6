import { listArtifacts } from '../../../lab/artifacts/catalogue';
import { listRepositories } from '../../../lab/packages/catalogue';
import type { Software } from '../../../lab/software';

const UBUNTU: Software = { kubernetesVersion: 'v1.28.2', family: 'ubuntu-20.04', packaged: ['kubernetes', 'runtime'] };
const CENTOS: Software = {
  kubernetesVersion: 'v1.17.4',
  family: 'centos-7',
  runtime: 'docker',
  packaged: ['kubernetes', 'runtime'],
};

const namesIn = (software: Software) =>
  Object.fromEntries(listRepositories(software).map(({ path, packages }) => [path, packages.map(({ name }) => name)]));

test('Kubernetes’ packages stand under their official address, with what they need', () => {
  expect(namesIn(UBUNTU)['pkgs.k8s.io/core:/stable:/v1.28/deb']).toEqual([
    'kubelet',
    'kubeadm',
    'kubectl',
    'kubernetes-cni',
    'cri-tools',
  ]);
  expect(Object.keys(namesIn(CENTOS))).toContain('packages.cloud.google.com/yum/repos/kubernetes-el7-x86_64');
});

test('a repository without a package client on the machines is none', () => {
  expect(listRepositories({ kubernetesVersion: 'v1.34.4' })).toEqual([]);
  expect(() => listRepositories({ kubernetesVersion: 'v1.34.4', packaged: ['kubernetes', 'runtime'] })).toThrow(
    'Machines of the family debian are installed from archives only.',
  );
});

test.each([UBUNTU, CENTOS])('what packages of $family are made of is among its artifacts', (software) => {
  const paths = listArtifacts(software).map(({ path }) => path);
  const files = listRepositories(software).flatMap(({ packages }) => packages.flatMap((one) => one.files));
  for (const file of files) if ('artifact' in file) expect(paths).toContain(file.artifact);
});

test('Docker comes under the names of its own repository, of Debian’s programs', () => {
  const { packages = [] } = listRepositories(CENTOS).find(({ name }) => name === 'runtimes') ?? {};
  expect(packages.map(({ name }) => name)).toEqual(['docker-ce', 'docker-ce-cli', 'containerd.io']);
  for (const { summary } of packages) expect(summary).toContain('of Debian');
});
