import { readDefaultInterface, readInterfaces } from '../../../src/remote/probe/ip-lines';

const links = [
  '1: lo: <LOOPBACK,UP> mtu 65536 qdisc noqueue state UNKNOWN \\    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00',
  '2: eth0@if7: <BROADCAST,UP> mtu 1450 qdisc noqueue state UP \\    link/ether 02:5a:0a:59:43:0b brd ff:ff:ff:ff:ff:ff',
  '3: eth1: <BROADCAST,UP> mtu 9000 master bond0 state UP \\    link/ether 02:00:00:00:00:01 brd ff:ff:ff:ff:ff:ff',
  '4: bond0: <BROADCAST,UP> mtu 9000 state UP \\    link/ether 02:00:00:00:00:01 brd ff:ff:ff:ff:ff:ff',
  '5: flannel.1: <BROADCAST,UP> mtu 1400 state UNKNOWN \\    link/ether 06:00:00:00:00:01 brd ff:ff:ff:ff:ff:ff',
  '6: veth1b2c@if3: <BROADCAST,UP> mtu 1400 master cni0 state UP \\    link/ether 06:00:00:00:00:02 brd ff:ff:ff:ff:ff:ff',
];
const addresses = [
  '1: lo    inet 127.0.0.1/8 scope host lo\\       valid_lft forever',
  '2: eth0    inet 10.0.0.11/24 brd 10.0.0.255 scope global eth0\\       valid_lft forever',
  '2: eth0    inet 10.0.0.100/32 scope global eth0\\       valid_lft forever',
  '2: eth0    inet6 fd00::11/64 scope global \\       valid_lft forever',
  '2: eth0    inet6 fe80::5a:aff:fe59:430b/64 scope link \\       valid_lft forever',
  '5: flannel.1    inet 10.244.0.0/32 scope global flannel.1\\       valid_lft forever',
];

test("the machine's own interfaces are told, with every address that others can use", () => {
  expect(readInterfaces(links, addresses)).toEqual([
    {
      name: 'eth0',
      mac: '02:5a:0a:59:43:0b',
      mtu: 1450,
      addresses: ['10.0.0.11/24', '10.0.0.100/32', 'fd00::11/64'],
    },
    { name: 'bond0', mac: '02:00:00:00:00:01', mtu: 9000, addresses: [] },
  ]);
});

test('the default interface is that of the first default route', () => {
  expect(readDefaultInterface(['default via 10.0.0.1 dev eth0 proto dhcp', 'default dev wg0'])).toBe('eth0');
  expect(readDefaultInterface([])).toBeUndefined();
});
