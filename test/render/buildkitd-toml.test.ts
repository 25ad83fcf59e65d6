import { renderBuildkitdToml } from '../../src/render/buildkitd-toml';
import { describeGoldens } from '../fakes/goldens';

// Source: docs/buildkitd.toml.md of moby/buildkit
describeGoldens('buildkitd-toml', 'toml', {
  plain: () => renderBuildkitdToml({ mirrors: [] }),
  mirrors: () =>
    renderBuildkitdToml({
      mirrors: [
        { host: 'docker.io', endpoints: ['http://10.0.0.1:5000', 'https://mirror.example.com/hub'], skipVerify: false },
        { host: 'quay.io', endpoints: ['https://10.0.0.1:5001'], skipVerify: true },
        { host: 'ghcr.io', endpoints: ['https://10.0.0.1:5002'], skipVerify: false, caFile: '/etc/ssl/mirror.pem' },
        { host: '10.0.0.1:5003', endpoints: ['http://10.0.0.1:5003'], skipVerify: false },
      ],
    }),
});
