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
