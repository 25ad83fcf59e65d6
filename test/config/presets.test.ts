import { clusterOf, problemsOf, clusterText, type Spec } from './cluster-file';

const specOf = (spec: Spec) => clusterOf(spec).spec;
const repositoryOf = (spec: Spec) => specOf(spec).packages.repositories.find(({ name }) => name === 'kubernetes');

describe('a preset', () => {
  it('is the projects’ own sources where none is named', () => {
    const { preset, kubernetes, time, packages } = specOf({});
    expect({ preset, kubernetes, time, packages }).toMatchObject({
      preset: 'upstream',
      kubernetes: { imageRepository: 'registry.k8s.io', install: 'archive' },
      time: { servers: [] },
      packages: { repositories: [] },
    });
  });

  it('gives what the file does not say', () => {
    expect(specOf({ preset: 'aliyun' })).toMatchObject({
      kubernetes: {
        version: 'v1.34.4',
        imageRepository: 'registry.aliyuncs.com/google_containers',
        install: 'package',
      },
      time: { manage: true, servers: ['ntp.aliyun.com'] },
    });
  });

  it('gives way to what the file says', () => {
    const kubernetes = { version: 'v1.34.4', imageRepository: 'mirror.example.com/k8s', install: 'archive' };
    const { packages, ...spec } = specOf({ preset: 'aliyun', kubernetes, time: { servers: [] } });
    expect(spec).toMatchObject({ kubernetes, time: { servers: [] } });
    expect(packages.repositories).toEqual([]);
  });

  it('that there is not is refused by name', () => {
    expect(problemsOf(clusterText({ preset: 'aliyum' }))).toEqual([expect.stringContaining('spec.preset')]);
  });

  it('leaves the place of a mistake in the file where it is', () => {
    const broken = clusterText({ preset: 'aliyun', kubernetes: { version: '1.34' } });
    expect(problemsOf(broken)).toEqual([expect.stringContaining('spec.kubernetes.version')]);
  });
});

describe('the repository of Kubernetes’ packages', () => {
  const install = { version: 'v1.34.4', install: 'package' };

  it('is that of the minor version, with its key, for either package client', () => {
    expect(repositoryOf({ kubernetes: install })).toEqual({
      name: 'kubernetes',
      apt: {
        url: 'https://pkgs.k8s.io/core:/stable:/v1.34/deb/',
        suite: '/',
        components: [],
        keys: [{ url: 'https://pkgs.k8s.io/core:/stable:/v1.34/deb/Release.key' }],
      },
      rpm: {
        url: 'https://pkgs.k8s.io/core:/stable:/v1.34/rpm/',
        verify: 'packages',
        exclude: ['kubeadm', 'kubelet', 'kubectl', 'kubernetes-cni', 'cri-tools'],
        keys: [{ url: 'https://pkgs.k8s.io/core:/stable:/v1.34/rpm/repodata/repomd.xml.key' }],
      },
    });
  });

  it('is the mirror’s where the preset is one', () => {
    const { apt, rpm } = repositoryOf({ preset: 'aliyun' }) ?? {};
    expect(apt?.url).toBe('https://mirrors.aliyun.com/kubernetes-new/core/stable/v1.34/deb/');
    expect(rpm?.url).toBe('https://mirrors.aliyun.com/kubernetes-new/core/stable/v1.34/rpm/');
  });

  it('is the file’s own where it names one', () => {
    const own = {
      name: 'kubernetes',
      apt: { url: 'https://packages.example.com/k8s/', keys: [{ file: '/etc/slipway/packages.asc' }] },
    };
    const { repositories } = specOf({ kubernetes: install, packages: { repositories: [own] } }).packages;
    expect(repositories).toEqual([{ ...own, apt: { ...own.apt, suite: '/', components: [] } }]);
  });
});

describe('the repository of Docker’s packages', () => {
  const named = (spec: Spec) => specOf(spec).packages.repositories.map(({ name }) => name);
  const urlOf = (spec: Spec) => specOf(spec).packages.repositories.find(({ name }) => name === 'docker-ce')?.rpm?.url;
  const own = { name: 'own', rpm: { url: 'https://packages.example.com/', keys: [{ file: '/etc/slipway/key.asc' }] } };

  it('is Docker’s own, or the mirror’s where the preset is one', () => {
    const docker = { runtime: { name: 'docker', criDockerd: {} } };
    const path = 'linux/centos/{releasever}/{basearch}/stable';
    const artifacts = { criDockerd: { sha256: { amd64: '1'.repeat(64) } } };
    expect(urlOf({ ...docker, artifacts })).toBe(`https://download.docker.com/${path}`);
    expect(urlOf({ ...docker, artifacts, preset: 'aliyun' })).toBe(`https://mirrors.aliyun.com/docker-ce/${path}`);
  });

  it('is there for the package of containerd as well, and not for its archive', () => {
    expect(named({ runtime: { install: 'package' } })).toEqual(['docker-ce']);
    expect(named({})).toEqual([]);
  });

  it('gives way to any repository of the file’s beside that of Kubernetes', () => {
    expect(named({ runtime: { install: 'package' }, packages: { repositories: [own] } })).toEqual(['own']);
    expect(
      named({ runtime: { install: 'package' }, packages: { repositories: [{ ...own, name: 'kubernetes' }] } }),
    ).toEqual(['kubernetes', 'docker-ce']);
  });

  it('is of no use for packages that the file names itself, or for another publisher’s', () => {
    expect(named({ runtime: { install: 'package', packages: ['containerd'] } })).toEqual([]);
    expect(named({ runtime: { name: 'cri-o' } })).toEqual([]);
  });
});
