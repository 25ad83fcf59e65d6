import { renderHaproxyCfg } from '../../src/render/haproxy-cfg';
import { describeGoldens } from '../fakes/goldens';

describeGoldens('haproxy-cfg', 'cfg', {
  'three-control-planes': () =>
    renderHaproxyCfg({
      bind: '*:8443',
      healthPort: 18_443,
      controlPlanes: [
        { name: 'cp-1', address: '10.0.0.11' },
        { name: 'cp-2', address: '10.0.0.12' },
        { name: 'cp-3', address: '10.0.0.13' },
      ],
    }),
  ipv6: () =>
    renderHaproxyCfg({ bind: '*:8443', healthPort: 18_443, controlPlanes: [{ name: 'cp-1', address: 'fd00::11' }] }),
});

describe('haproxy.cfg', () => {
  const text = (address: string) =>
    renderHaproxyCfg({ bind: '*:8443', healthPort: 18_443, controlPlanes: [{ name: 'cp-1', address }] });

  it.each([
    ['another place for its log than a socket', /^ *log (?!global|\/)/m],
    ['health checks by default', /default-server .*\b(?:check|check-ssl|verify)\b/],
    ['an address in brackets', /\[[\da-f:]+\]/],
  ])('has nothing that only takes haproxy after 1.5: %s', (_, newer) => {
    expect(text('10.0.0.11')).not.toMatch(newer);
    expect(text('fd00::11')).not.toMatch(newer);
  });

  it('finds the socket of the log, which it would not in a directory of its own', () => {
    expect(text('10.0.0.11')).toContain('log /dev/log ');
    expect(text('10.0.0.11')).not.toContain('chroot');
  });
});
