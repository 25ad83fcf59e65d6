import { criO } from '../../../src/catalog/runtime/cri-o';
import { haCluster } from '../../fakes/clusters';

const PRIVATE = {
  host: 'docker.io',
  endpoints: ['https://10.0.0.1:5000/v2/hub'],
  caFile: '/etc/ssl/mirror.pem',
  credentials: { username: 'ci', password: { env: 'REGISTRY_PASSWORD' } },
};
const input = (mirrors: readonly object[] = []) => ({
  cluster: haCluster({ runtime: { name: 'cri-o', cgroupDriver: 'cgroupfs' }, registry: { mirrors } }),
  sandboxImage: 'registry.k8s.io/pause:3.10.1',
  workerFiles: { '/etc/ssl/mirror.pem': 'PEM\n' },
  secrets: { $REGISTRY_PASSWORD: 's3cret' },
});
const filesOf = (mirrors: readonly object[] = []) => criO.services(input(mirrors)).flatMap(({ files }) => files);

describe('CRI-O', () => {
  it('is configured beside what its package brings', () => {
    expect(filesOf().map(({ path, mode }) => [path, mode])).toEqual([
      ['/etc/crio/crio.conf.d/50-slipway.conf', '0644'],
      ['/etc/containers/registries.conf.d/50-slipway.conf', '0644'],
    ]);
    expect(filesOf()[0]?.content).toContain('conmon_cgroup = "pod"');
  });

  it('loses the example network of its package, before it starts', () => {
    expect(criO.files(input()).map((file) => file.kind === 'absent' && file.path)).toContain(
      '/etc/cni/net.d/100-crio-bridge.conflist',
    );
  });

  it('keeps the credentials of a mirror in a file that root alone reads', () => {
    const auth = filesOf([PRIVATE]).find(({ path }) => path === '/etc/crio/slipway-auth.json');
    expect(auth?.mode).toBe('0600');
    expect(JSON.parse(auth?.content ?? '')).toEqual({ auths: { '10.0.0.1:5000': { auth: 'Y2k6czNjcmV0' } } });
    expect(filesOf([PRIVATE])[0]?.content).toContain('global_auth_file = "/etc/crio/slipway-auth.json"');
  });

  it('trusts the CA of a mirror under the mirror’s name', () => {
    expect(criO.files(input([PRIVATE]))).toContainEqual(
      expect.objectContaining({ path: '/etc/containers/certs.d/10.0.0.1:5000/ca.crt', content: 'PEM\n' }),
    );
  });
});
