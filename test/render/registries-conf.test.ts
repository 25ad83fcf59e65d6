import { renderRegistriesConf } from '../../src/render/registries-conf';
import { describeGoldens } from '../fakes/goldens';

const mirror = (host: string, endpoints: readonly string[], skipVerify = false) => ({ host, endpoints, skipVerify });

// Source: containers-registries.conf(5)
describeGoldens('registries-conf', 'conf', {
  none: () => renderRegistriesConf({ mirrors: [] }),
  several: () =>
    renderRegistriesConf({
      mirrors: [
        mirror('docker.io', ['https://mirror.example.com/v2/hub/', 'http://10.0.0.1:5000']),
        mirror('quay.io', ['https://10.0.0.1:5001'], true),
      ],
    }),
  itself: () => renderRegistriesConf({ mirrors: [mirror('10.0.0.1:5000', ['http://10.0.0.1:5000'])] }),
});
