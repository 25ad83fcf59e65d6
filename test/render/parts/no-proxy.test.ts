import { hostOfUrl, isReachedDirectly, noProxyOf } from '../../../src/render/parts/no-proxy';
import { haCluster, nodeOf, singleCluster } from '../../fakes/clusters';

const http = 'http://proxy.example.com:3128';
const listOf = (spec: object = {}, name = 'w-1') => {
  const cluster = haCluster({ proxy: { http }, ...spec });
  return noProxyOf(cluster, nodeOf(cluster, name));
};
const beyond = (spec: object) => listOf(spec).slice(listOf().length);

describe('noProxyOf', () => {
  it('is loopback, the node itself, the endpoint, the networks and the names of services, in this order', () => {
    expect(listOf()).toEqual([
      'localhost',
      '127.0.0.1',
      '::1',
      'w-1',
      '10.0.0.21',
      '10.0.0.100',
      '10.96.0.0/12',
      '10.244.0.0/16',
      '.svc',
      '.cluster.local',
    ]);
  });

  it('takes both networks of a cluster with two families, and its own domain', () => {
    const networking = {
      podSubnet: '10.244.0.0/16,fd00:10:244::/56',
      serviceSubnet: '10.96.0.0/16,fd00:10:96::/112',
      dnsDomain: 'k8s.example.com',
    };
    expect(listOf({ networking }).slice(6)).toEqual([
      '10.96.0.0/16',
      'fd00:10:96::/112',
      '10.244.0.0/16',
      'fd00:10:244::/56',
      '.svc',
      '.k8s.example.com',
    ]);
  });

  it('takes an IPv6 endpoint without its brackets', () => {
    expect(listOf({ controlPlaneEndpoint: '[fd00::100]:6443', loadBalancer: { name: 'external' } })[5]).toBe(
      'fd00::100',
    );
  });

  it('ends with what the file says, and has nothing twice', () => {
    expect(
      beyond({ proxy: { http, noProxy: ['.corp.example.com', '127.0.0.1', '10.0.0.0/24', '10.0.0.0/24'] } }),
    ).toEqual(['.corp.example.com', '10.0.0.0/24']);
    const only = singleCluster({ proxy: { http } });
    expect(noProxyOf(only, nodeOf(only, 'solo')).filter((entry) => entry === '10.0.0.11')).toHaveLength(1);
  });

  it.each([
    ['a mirror on a node', { registry: { mirrors: [{ host: 'quay.io', endpoints: ['https://10.0.0.22:5000'] }] } }],
    ['a registry on a node', { kubernetes: { version: 'v1.34.4', imageRepository: '10.0.0.22:5000/k8s' } }],
    ['artifacts on a node', { artifacts: { runc: { url: 'https://10.0.0.22/runc.{arch}' } } }],
    ['the binaries on a node', { artifacts: { kubernetes: { baseUrl: 'https://10.0.0.22/release' } } }],
    [
      'packages on a node',
      {
        packages: {
          repositories: [
            { name: 'own', apt: { url: 'http://10.0.0.22/deb/', keys: [{ file: '/etc/slipway/key.asc' }] } },
          ],
        },
      },
    ],
  ])('has %s, by the name that the file has for it', (_, spec) => {
    expect(beyond(spec)).toEqual(['10.0.0.22']);
  });

  it('has a node by its name where that is what the file says', () => {
    expect(beyond({ registry: { mirrors: [{ host: 'w-2:5000', endpoints: ['http://w-2:5000'] }] } })).toEqual(['w-2']);
  });

  it('stays as it is when nodes come, so that no runtime restarts', () => {
    const controlPlane = { name: 'cp-1', address: '10.0.0.11', roles: ['control-plane'] };
    const workers = Array.from({ length: 200 }, (_, index) => ({ name: `w-${index}`, address: `10.1.0.${1 + index}` }));
    const grown = singleCluster({ proxy: { http }, nodes: [controlPlane, ...workers] });
    const small = singleCluster({ proxy: { http }, nodes: [controlPlane] });
    expect(noProxyOf(grown, nodeOf(grown, 'cp-1'))).toEqual(noProxyOf(small, nodeOf(small, 'cp-1')));
  });
});

describe('isReachedDirectly', () => {
  it.each([
    ['registry.example.com', ['registry.example.com'], true],
    ['a.registry.example.com', ['registry.example.com'], true],
    ['registry.example.com', ['.example.com'], true],
    ['evil-example.com', ['example.com', '.example.com'], false],
    ['dl.k8s.io', ['localhost', '10.0.0.0/8', '.svc'], false],
  ])('of %s beside %j is %s', (host, noProxy, isDirect) => {
    expect(isReachedDirectly(host, noProxy)).toBe(isDirect);
  });
});

describe('hostOfUrl', () => {
  it.each([
    ['https://dl.k8s.io/release/{version}/bin', 'dl.k8s.io'],
    ['http://10.0.0.1:5000', '10.0.0.1'],
    ['http://[fd00::1]:5000/v2', 'fd00::1'],
    ['//registry.k8s.io', 'registry.k8s.io'],
    ['', ''],
  ])('of %j is %j', (url, host) => {
    expect(hostOfUrl(url)).toBe(host);
  });
});
