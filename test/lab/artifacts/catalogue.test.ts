import { PATHS, kubernetesBinaryPath, listArtifacts } from '../../../lab/artifacts/catalogue';

const paths = listArtifacts('v1.34.4').map((artifact) => artifact.path);

test('artifacts stand under their official addresses', () => {
  expect(kubernetesBinaryPath('v1.34.4', 'kubeadm')).toBe('dl.k8s.io/release/v1.34.4/bin/linux/amd64/kubeadm');
  expect(PATHS.containerd).toBe(
    'github.com/containerd/containerd/releases/download/v1.6.20/containerd-1.6.20-linux-amd64.tar.gz',
  );
  expect(PATHS.runc).toBe('github.com/opencontainers/runc/releases/download/v1.1.5/runc.amd64');
  expect(PATHS.cniPlugins).toBe(
    'github.com/containernetworking/plugins/releases/download/v1.1.1/cni-plugins-linux-amd64-v1.1.1.tgz',
  );
});

test('no two artifacts have the same path', () => {
  expect(new Set(paths).size).toBe(paths.length);
});

test('another Kubernetes version changes what is built of Kubernetes and nothing else', () => {
  const others = listArtifacts('v1.33.13').map((artifact) => artifact.path);
  const changed = paths.filter((path) => !others.includes(path));
  expect(changed).toHaveLength(9);
  for (const path of changed) expect(path).toMatch(/^(dl\.k8s\.io|registry\.k8s\.io)\//);
});

test('a version without a recipe is refused by name', () => {
  expect(() => listArtifacts('v1.2.3')).toThrow('v1.2.3; it knows v1.34.4, v1.33.13');
});

test('every official file is verified, but for two whose publisher keeps no checksum', () => {
  const unverified = listArtifacts('v1.34.4').filter(
    ({ official }) => official?.kind === 'file' && official.checksumUrl === undefined,
  );
  expect(unverified.map((artifact) => artifact.path)).toEqual([PATHS.flanneld, PATHS.flannelManifest]);
});

test('where the internet is reachable, nothing but an edited manifest is made', () => {
  const made = listArtifacts('v1.34.4').filter(({ official }) => official === undefined);
  expect(made.map((artifact) => artifact.path)).toEqual([PATHS.labFlannelManifest]);
});
