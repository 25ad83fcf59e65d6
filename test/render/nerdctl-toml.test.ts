import { renderNerdctlToml } from '../../src/render/nerdctl-toml';
import { describeGoldens } from '../fakes/goldens';

// Source: docs/config.md of containerd/nerdctl
describeGoldens('nerdctl-toml', 'toml', {
  systemd: () => renderNerdctlToml({ cgroupDriver: 'systemd' }),
  cgroupfs: () => renderNerdctlToml({ cgroupDriver: 'cgroupfs' }),
});
