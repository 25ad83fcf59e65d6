import { renderDirectWayRules } from '../../../lab/network/direct-way';

test('what is refused is what the lab’s machines send to these ports of their gateway, in a table of the lab alone', () => {
  expect(renderDirectWayRules('blue', '10.89.70', [5000, 8080]).split('\n')).toEqual([
    'table ip slipway-blue',
    'flush table ip slipway-blue',
    'table ip slipway-blue {',
    '  chain input {',
    '    type filter hook input priority filter - 1; policy accept;',
    '    iifname != "lo" ip saddr 10.89.70.0/24 ip daddr 10.89.70.1 tcp dport { 5000, 8080 } counter reject with tcp reset',
    '  }',
    '}',
    '',
  ]);
});
