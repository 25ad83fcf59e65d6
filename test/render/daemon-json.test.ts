import { renderDaemonJson } from '../../src/render/daemon-json';
import { describeGoldens } from '../fakes/goldens';

const plain = { cgroupDriver: 'systemd', mirrors: [], insecureRegistries: [], overrides: {} } as const;

// Source: https://docs.docker.com/reference/cli/dockerd/#daemon-configuration-file
describeGoldens('daemon-json', 'json', {
  plain: () => renderDaemonJson(plain),
  cgroupfs: () => renderDaemonJson({ ...plain, cgroupDriver: 'cgroupfs' }),
  mirrors: () =>
    renderDaemonJson({
      ...plain,
      mirrors: ['https://mirror.example.com', 'http://10.0.0.1:5000'],
      insecureRegistries: ['10.0.0.1:5000'],
    }),
  override: () =>
    renderDaemonJson({
      ...plain,
      overrides: {
        'storage-driver': null,
        'log-opts': { 'max-size': '10m' },
        'default-ulimits': { nofile: { Hard: 1 } },
      },
    }),
});
