import { isHost, isSameHost } from '../../src/config/host';

test.each(['10.0.0.1', 'fd00::1', 'a', 'api.example.com', 'node-1', '1password.com', 'xn--bcher-kva.example'])(
  '%s is a host',
  (text) => {
    expect(isHost(text)).toBe(true);
  },
);

test.each([
  '',
  '10.0.0.300',
  '1.2.3',
  'API.example.com',
  '-a',
  'a-',
  'a..b',
  'a_b',
  'a b',
  'a.',
  `${'a'.repeat(64)}.b`,
  'fe80::1%eth0',
])('%j is no host', (text) => {
  expect(isHost(text)).toBe(false);
});

test('two spellings of an address are one host, two names are not', () => {
  expect(isSameHost('fd00::1', 'fd00:0::0001')).toBe(true);
  expect(isSameHost('a', 'a')).toBe(true);
  expect(isSameHost('a', 'b')).toBe(false);
  expect(isSameHost('0.0.0.1', '::1')).toBe(false);
});
