import { hostOf, hostPort, portOf } from '../../../src/render/parts/endpoint';

describe.each([
  ['10.0.0.100:8443', '10.0.0.100', 8443],
  ['api.example.com:6443', 'api.example.com', 6443],
  ['[fd00::1]:6443', 'fd00::1', 6443],
])('the endpoint %s', (endpoint, host, port) => {
  it('splits into host and port and is put together again', () => {
    expect([hostOf(endpoint), portOf(endpoint)]).toEqual([host, port]);
    expect(hostPort(host, port)).toBe(endpoint);
  });
});
