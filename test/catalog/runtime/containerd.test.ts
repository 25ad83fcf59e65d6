import { containerd } from '../../../src/catalog/runtime/containerd';
import { haCluster } from '../../fakes/clusters';

const withMirrors = (mirrors: readonly object[]) => haCluster({ registry: { mirrors } });
const input = (mirrors: readonly object[], workerFiles = {}) => ({
  cluster: withMirrors(mirrors),
  sandboxImage: 'registry.k8s.io/pause:3.10.1',
  workerFiles,
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
});
