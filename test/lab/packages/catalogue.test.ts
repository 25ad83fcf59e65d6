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

const OTHERS: readonly Software[] = [
  { kubernetesVersion: 'v1.34.4', family: 'ubuntu-20.04', runtime: 'cri-o', packaged: ['runtime'] },
  { kubernetesVersion: 'v1.34.4', family: 'rocky-9', runtime: 'cri-o', packaged: ['runtime'] },
  { kubernetesVersion: 'v1.34.4', family: 'rocky-9', runtime: 'mirantis', packaged: ['runtime'] },
];

test('a repository without a package client on the machines is none', () => {
  expect(listRepositories({ kubernetesVersion: 'v1.34.4' })).toEqual([]);
  expect(() => listRepositories({ kubernetesVersion: 'v1.34.4', packaged: ['kubernetes', 'runtime'] })).toThrow(
    'Machines of the family debian are installed from archives only.',
  );
});

test.each([UBUNTU, CENTOS, ...OTHERS])(
  'what packages of $runtime on $family are made of is among its artifacts',
  (software) => {
    const paths = listArtifacts(software).map(({ path }) => path);
    const files = listRepositories(software).flatMap(({ packages }) => packages.flatMap((one) => one.files));
    for (const file of files) if ('artifact' in file) expect(paths).toContain(file.artifact);
  },
);

test('Docker comes under the names of its own repository, of Debian’s programs', () => {
  const { packages = [] } = listRepositories(CENTOS).find(({ name }) => name === 'runtimes') ?? {};
  expect(packages.map(({ name }) => name)).toEqual(['docker-ce', 'docker-ce-cli', 'containerd.io']);
  for (const { summary } of packages) expect(summary).toContain('of Debian');
});

test('another runtime comes from a repository of its own, under its publisher’s names', () => {
  expect(OTHERS.map(namesIn)).toEqual([
    { 'lab/packages/cri-o/deb': ['cri-o'] },
    { 'lab/packages/cri-o/rpm': ['cri-o'] },
    { 'lab/packages/mirantis/rpm': ['docker-ee', 'docker-ee-cli', 'containerd.io'] },
  ]);
});

test('what a runtime needs is in its repository, or on the machine', () => {
  const [engine] = listRepositories(OTHERS[2] ?? CENTOS).flatMap(({ packages }) => packages);
  expect(engine?.needs).toEqual(['docker-ee-cli', 'containerd.io', 'iptables']);
});

test('CRI-O is said to be a stand-in wherever somebody looks at its package', () => {
  const [criO] = listRepositories(OTHERS[0] ?? CENTOS).flatMap(({ packages }) => packages);
  expect(criO?.summary).toContain('stand-in');
  expect(JSON.stringify(criO?.files)).toContain('Description=Container Runtime Interface for OCI (CRI-O): a stand-in');
});

test('a runtime that nobody has made packages of is refused', () => {
  expect(() =>
    listRepositories({
      kubernetesVersion: 'v1.34.4',
      family: 'ubuntu-20.04',
      runtime: 'mirantis',
      packaged: ['runtime'],
    }),
  ).toThrow('The lab has no packages of mirantis for apt.');
});
