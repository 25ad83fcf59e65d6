import {
  containsIp,
  formatIp,
  formatNetwork,
  hostBits,
  isOnBoundary,
  overlaps,
  parseCidr,
  parseIp,
  type Cidr,
  type Ip,
} from '../../src/config/ip';

const ip = (text: string): Ip => parseIp(text) ?? fail(text);
const cidr = (text: string): Cidr => parseCidr(text) ?? fail(text);

function fail(text: string): never {
  throw new Error(`${text} was not parsed`);
}

test.each([
  ['0.0.0.0', 0n],
  ['10.0.0.11', 0x0a00000bn],
  ['255.255.255.255', 0xffffffffn],
])('the IPv4 address %s is a number', (text, value) => {
  expect(parseIp(text)).toEqual({ family: 4, value });
});

test.each([
  ['::', 0n],
  ['::1', 1n],
  ['fd00::', 0xfd00n << 112n],
  ['1:2:3:4:5:6:7:8', 0x00010002000300040005000600070008n],
  ['::ffff:10.0.0.1', 0xffff0a000001n],
  ['FD00:0:0::0001', (0xfd00n << 112n) + 1n],
])('the IPv6 address %s is a number', (text, value) => {
  expect(parseIp(text)).toEqual({ family: 6, value });
});

test.each([
  '',
  '10',
  '10.0.0',
  '10.0.0.256',
  '10.0.0.01',
  '10.0.0.1.2',
  '10.0.0.1 ',
  '0x0a.0.0.1',
  '1e1.0.0.1',
  ':',
  ':::',
  '1::2::3',
  '1:2:3:4:5:6:7',
  '1:2:3:4:5:6:7:8:9',
  '1:2:3:4::5:6:7:8',
  'fe80::1%eth0',
  '12345::',
  'g::',
  '10.0.0.1::',
  '::10.0.0.1:1',
])('%j is no IP address', (text) => {
  expect(parseIp(text)).toBeUndefined();
});

test.each(['10.0.0.0', '10.0.0.0/', '10.0.0.0/33', '10.0.0.0/08', 'fd00::/129', '/24', '10.0.0.0/24/1', '10.0.0.0/-1'])(
  '%j is no CIDR',
  (text) => {
    expect(parseCidr(text)).toBeUndefined();
  },
);

test('a block is on its boundary when no bit lies below its prefix', () => {
  expect(isOnBoundary(cidr('10.96.0.0/12'))).toBe(true);
  expect(isOnBoundary(cidr('10.96.0.0/8'))).toBe(false);
  expect(isOnBoundary(cidr('0.0.0.0/0'))).toBe(true);
  expect(formatNetwork(cidr('10.96.0.1/8'))).toBe('10.0.0.0/8');
  expect(hostBits(cidr('fd00::/112'))).toBe(16);
});

test.each([
  ['10.0.0.0/8', '10.96.0.0/12', true],
  ['10.96.0.0/12', '10.0.0.0/8', true],
  ['10.96.0.0/12', '10.112.0.0/12', false],
  ['0.0.0.0/0', '192.168.0.0/16', true],
  ['fd00::/56', 'fd00:0:0:100::/56', false],
  ['0.0.0.0/0', '::/0', false],
])('whether %s and %s overlap: %s', (a, b, expected) => {
  expect(overlaps(cidr(a), cidr(b))).toBe(expected);
});

test('a block contains the addresses of its family that share its prefix', () => {
  expect(containsIp(cidr('10.244.0.0/16'), ip('10.244.255.255'))).toBe(true);
  expect(containsIp(cidr('10.244.0.0/16'), ip('10.245.0.0'))).toBe(false);
  expect(containsIp(cidr('0.0.0.0/0'), ip('::1'))).toBe(false);
});

test.each(['10.0.0.11', '::', '::1', 'fd00::', 'fd00::1:0:0:1', '1:2:3:4:5:6:7:8', '0:1::', '2001:db8::10:0:0'])(
  '%s is written as it was read',
  (text) => {
    expect(formatIp(ip(text))).toBe(text);
  },
);
