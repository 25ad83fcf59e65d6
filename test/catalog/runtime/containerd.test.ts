import { containerd } from '../../../src/catalog/runtime/containerd';
import { haCluster } from '../../fakes/clusters';

const withMirrors = (mirrors: readonly object[]) => haCluster({ registry: { mirrors } });
const input = (mirrors: readonly object[], workerFiles = {}, secrets = {}) => ({
  cluster: withMirrors(mirrors),
  sandboxImage: 'registry.k8s.io/pause:3.10.1',
  workerFiles,
  secrets,
});

const QUAY = { host: 'quay.io', endpoints: ['https://10.0.0.1:5000'], caFile: '/etc/ssl/mirror.pem' };

describe('containerd', () => {
  it('writes one hosts.toml for each mirrored registry, which needs no restart', () => {
    const files = containerd.files(input([{ host: 'docker.io', endpoints: ['http://10.0.0.1:5000'] }]));
    expect(files).toMatchObject([{ path: '/etc/containerd/certs.d/docker.io/hosts.toml', disruption: 'none' }]);
  });

  it('puts the CA of a mirror beside its hosts.toml', () => {
    const files = containerd.files(input([QUAY], { '/etc/ssl/mirror.pem': 'PEM\n' }));
    expect(files).toMatchObject([
      { path: '/etc/containerd/certs.d/quay.io/ca.crt', content: 'PEM\n' },
      { content: expect.stringContaining('ca = "/etc/containerd/certs.d/quay.io/ca.crt"') },
    ]);
  });

  it('does not leave out a CA that nobody read', () => {
    expect(() => containerd.files(input([QUAY]))).toThrow('read /etc/ssl/mirror.pem on the worker first');
  });

  describe('with the credentials of a mirror', () => {
    const PRIVATE = {
      host: 'quay.io',
      endpoints: ['https://10.0.0.1:5000'],
      credentials: { username: 'ci', password: { file: '/etc/slipway/registry' } },
    };

    it('keeps them in a file that root alone reads', () => {
      expect(containerd.files(input([PRIVATE], {}, { '/etc/slipway/registry': 's3cret' }))).toMatchObject([
        { mode: '0600', content: expect.stringContaining('Authorization = "Basic Y2k6czNjcmV0"') },
      ]);
    });

    it('does not leave out a password that nobody read', () => {
      expect(() => containerd.files(input([PRIVATE]))).toThrow("the password of quay.io's mirror was not read");
    });
  });

  describe('as a package', () => {
    const cluster = haCluster({ runtime: { install: 'package', version: '2.1.4-1' } });
    const asPackage = { ...input([]), cluster };

    it('is neither downloaded nor given a unit', () => {
      expect(containerd.downloads(cluster).map(({ name }) => name)).toEqual(['CNI plugins']);
      expect(containerd.files(asPackage)).toMatchObject([
        { kind: 'absent', path: '/etc/systemd/system/containerd.service' },
      ]);
      expect(containerd.services(asPackage)).toMatchObject([{ files: [{ path: '/etc/containerd/config.toml' }] }]);
    });

    it('is configured in the format of its version', () => {
      const [service] = containerd.services(asPackage);
      expect(service?.files[0]?.content).toContain('version = 3');
    });
  });

  it('makes control groups as the kubelet does', () => {
    const cluster = haCluster({ runtime: { cgroupDriver: 'cgroupfs' } });
    const [service] = containerd.services({ ...input([]), cluster });
    expect(service?.files[1]?.content).toContain('SystemdCgroup = false');
  });
});
