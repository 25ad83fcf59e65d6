import { renderSlipwayProxyConf } from '../../src/render/slipway-proxy-conf';
import { describeGoldens } from '../fakes/goldens';

// Source: https://docs.docker.com/engine/daemon/proxy, which containerd and CRI-O are set by alike; systemd.exec(5).
describeGoldens('slipway-proxy-conf', 'conf', {
  both: () =>
    renderSlipwayProxyConf({
      HTTP_PROXY: 'http://proxy.example.com:3128',
      HTTPS_PROXY: 'http://proxy.example.com:3129',
      NO_PROXY: 'localhost,10.96.0.0/12,.svc,.cluster.local',
    }),
});

test('a percent sign is none of systemd’s specifiers', () => {
  expect(renderSlipwayProxyConf({ NO_PROXY: 'fe80::1%eth0' })).toContain('Environment="NO_PROXY=fe80::1%%eth0"\n');
});
