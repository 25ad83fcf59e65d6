import { chooseNetwork, gatewayOf, networkName } from '../../../lab/network/subnet';

test('the first lab of a host takes the first network', () => {
  expect(chooseNetwork([])).toBe('10.89.64');
});

test('networks of other labs and addresses of the host are left alone', () => {
  expect(chooseNetwork(['10.89.64.0/24', '10.89.65.7', '10.89.67.0/24', 'fe80::1'])).toBe('10.89.66');
});

test('a host without a free network is told what to do', () => {
  const taken = Array.from({ length: 256 }, (_, third) => `10.89.${third}.0/24`);
  expect(() => chooseNetwork(taken)).toThrow('take a lab down');
});

test('names and gateways follow from the lab and its network', () => {
  expect(networkName('blue')).toBe('slipway-blue');
  expect(gatewayOf('10.89.66')).toBe('10.89.66.1');
});
