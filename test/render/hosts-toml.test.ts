import { parse } from 'smol-toml';
import { renderHostsToml } from '../../src/render/hosts-toml';
import { describeGoldens } from '../fakes/goldens';

describeGoldens('hosts-toml', 'toml', {
  plain: () => renderHostsToml({ host: 'registry.k8s.io', endpoints: ['http://10.0.0.1:5000'], skipVerify: false }),
  'docker-hub': () =>
    renderHostsToml({ host: 'docker.io', endpoints: ['https://mirror.example.com'], skipVerify: false }),
  'private-ca': () =>
    renderHostsToml({
      host: 'quay.io',
      endpoints: ['https://a.example.com', 'https://b.example.com/v2/quay'],
      skipVerify: false,
      caPath: '/etc/containerd/certs.d/quay.io/ca.crt',
    }),
  credentials: () =>
    renderHostsToml({
      host: 'quay.io',
      endpoints: ['https://a.example.com'],
      skipVerify: false,
      authorization: 'Basic Y2k6czNjcmV0',
    }),
  'every-registry': () => renderHostsToml({ host: '_default', endpoints: ['https://10.0.0.1:5000'], skipVerify: true }),
});

describe('renderHostsToml', () => {
  it('asks the mirrors in the order of the cluster file', () => {
    const endpoints = ['https://z.example.com', 'https://a.example.com', 'https://m.example.com'];
    const text = renderHostsToml({ host: 'quay.io', endpoints, skipVerify: false });
    const { host } = parse(text) as { host: object };
    expect(Object.keys(host)).toEqual(endpoints);
  });
});
