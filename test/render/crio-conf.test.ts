import { renderCrioConf } from '../../src/render/crio-conf';
import { describeGoldens } from '../fakes/goldens';

const plain = { cgroupDriver: 'systemd', sandboxImage: 'registry.k8s.io/pause:3.10.1', overrides: {} } as const;

// Source: crio.conf(5), and "Container Runtimes" of Kubernetes' documentation
describeGoldens('crio-conf', 'conf', {
  systemd: () => renderCrioConf(plain),
  cgroupfs: () => renderCrioConf({ ...plain, cgroupDriver: 'cgroupfs' }),
  override: () =>
    renderCrioConf({
      ...plain,
      authFile: '/etc/crio/slipway-auth.json',
      overrides: { crio: { runtime: { log_level: 'info', conmon_cgroup: 'pod' } } },
    }),
});
