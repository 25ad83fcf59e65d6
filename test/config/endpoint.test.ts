import { endpointOf, formatEndpoint, splitEndpoint } from '../../src/config/endpoint';
import { clusterOf } from './cluster-file';

test.each([
  ['10.0.0.100:8443', { host: '10.0.0.100', port: 8443 }],
  ['api.example.com:6443', { host: 'api.example.com', port: 6443 }],
  ['[fd00::1]:6443', { host: 'fd00::1', port: 6443 }],
])('%s is split into host and port', (text, expected) => {
  expect(splitEndpoint(text)).toEqual(expected);
  expect(formatEndpoint(expected.host, expected.port)).toBe(text);
});

test.each([
  '',
  '10.0.0.1',
  ':6443',
  '10.0.0.1:',
  '10.0.0.1:0',
  '10.0.0.1:65536',
  '10.0.0.1:06443',
  'fd00::1:6443',
  '[fd00::1]',
  'https://a:1',
  'a:1:2',
  '[a]:1',
])('%j is no endpoint', (text) => {
  expect(splitEndpoint(text)).toBeUndefined();
});

test('the endpoint of a single control plane is its own API server', () => {
  expect(endpointOf(clusterOf())).toEqual({ host: '10.0.0.11', port: 6443 });
});

test('a cluster that did not come from parseCluster is refused by name', () => {
  const cluster = clusterOf();
  const broken = { ...cluster, spec: { ...cluster.spec, controlPlaneEndpoint: 'nowhere' } };
  expect(() => endpointOf(broken)).toThrow('controlPlaneEndpoint "nowhere" is not host:port');
});
