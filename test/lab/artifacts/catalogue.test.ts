import { listArtifacts } from '../../../lab/artifacts/catalogue';
import { PATHS, kubernetesBinaryPath } from '../../../lab/artifacts/paths';
import type { Software } from '../../../lab/software';

const pathsOf = (software: Partial<Software> = {}) =>
  listArtifacts({ kubernetesVersion: 'v1.34.4', ...software }).map((artifact) => artifact.path);
const paths = pathsOf();
const addedBy = (software: Partial<Software>) => pathsOf(software).filter((path) => !paths.includes(path));

test('artifacts stand under their official addresses', () => {
  expect(kubernetesBinaryPath('v1.34.4', 'kubeadm')).toBe('dl.k8s.io/release/v1.34.4/bin/linux/amd64/kubeadm');
  expect(PATHS.containerd('1.6.20')).toBe(
    'github.com/containerd/containerd/releases/download/v1.6.20/containerd-1.6.20-linux-amd64.tar.gz',
  );
  expect(PATHS.runc('1.1.5')).toBe('github.com/opencontainers/runc/releases/download/v1.1.5/runc.amd64');
  expect(PATHS.cniPlugins).toBe(
    'github.com/containernetworking/plugins/releases/download/v1.1.1/cni-plugins-linux-amd64-v1.1.1.tgz',
  );
  expect(PATHS.crictl).toBe(
    'github.com/kubernetes-sigs/cri-tools/releases/download/v1.34.0/crictl-v1.34.0-linux-amd64.tar.gz',
  );
});

test('no two artifacts have the same path', () => {
  expect(new Set(paths).size).toBe(paths.length);
});

test('another Kubernetes version changes what is built of Kubernetes and nothing else', () => {
  const changed = addedBy({ kubernetesVersion: 'v1.33.13' });
  expect(changed).toHaveLength(9);
  for (const path of changed) expect(path).toMatch(/^(dl\.k8s\.io|registry\.k8s\.io)\//);
});

test('a tool is made where it is asked for, or where kubeadm demands it', () => {
  expect(paths).not.toContain(PATHS.crictl);
  expect(addedBy({ tools: ['crictl', 'buildkit'] })).toEqual([PATHS.crictl, PATHS.buildkit]);
  expect(pathsOf({ kubernetesVersion: 'v1.29.6' })).toContain(PATHS.crictl);
});

test('cri-dockerd is made where the kubelet drives no Docker itself, and CRI-O’s stand-in where CRI-O is asked for', () => {
  expect(addedBy({ runtime: 'docker' })).toEqual([PATHS.criDockerd]);
  expect(addedBy({ runtime: 'mirantis' })).toEqual([PATHS.criDockerd]);
  expect(addedBy({ runtime: 'cri-o' })).toEqual([PATHS.crio]);
  expect(pathsOf({ kubernetesVersion: 'v1.17.4', runtime: 'docker' })).not.toContain(PATHS.criDockerd);
});

test('another containerd comes with the runc that it is run with, and with nothing else', () => {
  expect(addedBy({ containerdVersion: '2.1.4' })).toEqual([PATHS.containerd('2.1.4'), PATHS.runc('1.3.3')]);
});

test('a lab with Calico has Calico beside flannel, to switch to', () => {
  const added = addedBy({ cni: 'calico' });
  const lost = paths.filter((path) => !pathsOf({ cni: 'calico' }).includes(path));
  for (const path of added) expect(path).toMatch(/\/calico\/v3\.28\.5\//);
  expect(added).toEqual(
    expect.arrayContaining([PATHS.calicoManifest('calico-typha.yaml'), PATHS.calicoManifest('canal.yaml')]),
  );
  expect(lost).toEqual([]);
});

test('the operator of Calico comes with what it runs beside Calico’s own parts, and only where it is asked for', () => {
  const calico = pathsOf({ cni: 'calico' });
  const added = pathsOf({ cni: 'calico-operator' }).filter((path) => !calico.includes(path));
  expect(added).toEqual([
    PATHS.calicoBinary('csi-driver'),
    PATHS.calicoBinary('flexvol'),
    PATHS.calicoOperator,
    PATHS.nodeDriverRegistrar,
  ]);
});

test('what there is no recipe for is refused by name', () => {
  expect(() => pathsOf({ kubernetesVersion: 'v1.2.3' })).toThrow('v1.2.3; it knows v1.36.3, v1.34.4');
  expect(() => pathsOf({ containerdVersion: '0.1' })).toThrow('containerd 0.1; it knows 1.6.20, 1.7.28, 2.1.4');
});

const unverifiedOf = (software: Software) =>
  listArtifacts(software)
    .filter(({ official }) => official?.kind === 'file' && official.checksumUrl === undefined)
    .map((artifact) => artifact.path);

test('every official file is verified, but for those whose publisher keeps no checksum', () => {
  const flannel = unverifiedOf({ kubernetesVersion: 'v1.34.4' });
  expect(flannel).toEqual([PATHS.flanneld, PATHS.flannelManifest]);
  const calico = unverifiedOf({ kubernetesVersion: 'v1.34.4', cni: 'calico' });
  for (const path of calico.filter((each) => !flannel.includes(each))) {
    expect(path).toMatch(/^raw\.githubusercontent\.com\/projectcalico\/calico\/v3\.28\.5\//);
  }
});

test('where the internet is reachable, nothing but an edited manifest is made', () => {
  const made = listArtifacts({ kubernetesVersion: 'v1.34.4' }).filter(({ official }) => official === undefined);
  expect(made.map((artifact) => artifact.path)).toEqual([PATHS.labFlannelManifest]);
});
