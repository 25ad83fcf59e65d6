import { docker } from '../../../../src/catalog/runtime/docker';
import { mirantis } from '../../../../src/catalog/runtime/mirantis';
import type { RuntimeInput } from '../../../../src/catalog/runtime/kind';
import { artifactsWithSums } from '../../../fakes/artifact-sums';
import { atVersion } from '../../../fakes/at-version';
import { haCluster } from '../../../fakes/clusters';

const cluster = haCluster({
  artifacts: artifactsWithSums,
  runtime: { name: 'docker' },
  registry: {
    mirrors: [
      { host: 'docker.io', endpoints: ['https://mirror.example.com'], caFile: '/etc/ssl/mirror.pem' },
      { host: '10.0.0.1:5000', endpoints: ['http://10.0.0.1:5000'] },
    ],
  },
});
const input = (version = 'v1.34.4'): RuntimeInput => ({
  cluster: atVersion(cluster, version),
  sandboxImage: 'registry.k8s.io/pause:3.10.1',
  workerFiles: { '/etc/ssl/mirror.pem': 'PEM\n' },
  secrets: {},
});
const units = (version: string) => docker.services(input(version)).map(({ unit }) => unit);

describe('Docker', () => {
  it('answers the kubelet through cri-dockerd from Kubernetes v1.24 on', () => {
    const { cluster: newer } = input('v1.24.0');
    expect(docker.criOf(newer)).toEqual({ socket: 'unix:///run/cri-dockerd.sock', unit: 'cri-docker.service' });
    expect(units('v1.24.0')).toEqual(['docker.service', 'cri-docker.socket', 'cri-docker.service']);
    expect(docker.downloads(newer).map(({ name }) => name)).toEqual(['cri-dockerd', 'CNI plugins']);
  });

  it('answers the kubelet’s own dockershim before', () => {
    const { cluster: older } = input('v1.23.17');
    expect(docker.criOf(older)).toEqual({
      socket: '/var/run/dockershim.sock',
      unit: 'docker.service',
      isBuiltIn: true,
    });
    expect(units('v1.23.17')).toEqual(['docker.service']);
    expect(docker.downloads(older).map(({ name }) => name)).toEqual(['CNI plugins']);
  });

  it('lets systemd know cri-dockerd’s service before it listens for it, which it refuses otherwise', () => {
    const [, socket, service] = docker.services(input());
    expect(socket?.files.map(({ path }) => path)).toEqual([
      '/etc/systemd/system/cri-docker.socket',
      '/etc/systemd/system/cri-docker.service',
    ]);
    // A restart of the socket is one of the service.
    expect(socket?.files[1]?.content).toContain('Requires=cri-docker.socket');
    expect(service).toMatchObject({ unit: 'cri-docker.service', files: [], active: true });
  });

  it('mirrors Docker Hub, and asks a registry without TLS without it', () => {
    const [engine] = docker.services(input());
    expect(JSON.parse(engine?.files[0]?.content ?? '')).toMatchObject({
      'registry-mirrors': ['https://mirror.example.com'],
      'insecure-registries': ['10.0.0.1:5000'],
    });
  });

  it('trusts the CA of a mirror under the mirror’s name', () => {
    expect(docker.files(input())).toMatchObject([
      { path: '/etc/docker/certs.d/mirror.example.com/ca.crt', content: 'PEM\n' },
    ]);
  });

  it('restarts cri-dockerd, and not itself, for another cri-dockerd', () => {
    const [criDockerd] = docker.downloads(cluster);
    expect(criDockerd?.runBy).toBe('cri-docker.service');
  });
});

describe('Mirantis Container Runtime', () => {
  it('is Docker in other packages', () => {
    expect(mirantis.services(input())).toEqual(docker.services(input()));
    expect(mirantis.criOf(cluster)).toEqual(docker.criOf(cluster));
  });
});
