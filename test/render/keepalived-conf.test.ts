import { renderKeepalivedConf } from '../../src/render/keepalived-conf';
import { describeGoldens } from '../fakes/goldens';

const input = {
  node: 'cp-1',
  vip: '10.0.0.100',
  prefixLength: 32,
  interface: 'eth0',
  virtualRouterId: 51,
  priority: 200,
  healthPort: 18_443,
};

describeGoldens('keepalived-conf', 'conf', {
  unicast: () =>
    renderKeepalivedConf({ ...input, unicast: { source: '10.0.0.11', peers: ['10.0.0.12', '10.0.0.13'] } }),
  multicast: () => renderKeepalivedConf({ ...input, prefixLength: 24, interface: 'bond0.12', virtualRouterId: 255 }),
});

describe('renderKeepalivedConf', () => {
  it('gives the check no weight, so that failing it makes the node unfit', () => {
    expect(renderKeepalivedConf(input)).not.toContain('weight');
  });

  it('asks the local haproxy, never an API server', () => {
    const script = renderKeepalivedConf(input)
      .split('\n')
      .find((line) => line.includes('script "'));
    expect(script).toContain('http://127.0.0.1:18443/');
  });
});
