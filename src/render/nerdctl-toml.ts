import { renderToml } from './parts/toml';

export interface NerdctlTomlInput {
  readonly cgroupDriver: 'systemd' | 'cgroupfs';
}

/** /etc/nerdctl/nerdctl.toml: nerdctl sees what Kubernetes runs, and pulls through the same mirrors. */
export function renderNerdctlToml({ cgroupDriver }: NerdctlTomlInput): string {
  return renderToml({
    address: 'unix:///run/containerd/containerd.sock',
    namespace: 'k8s.io',
    cgroup_manager: cgroupDriver,
    hosts_dir: ['/etc/containerd/certs.d'],
  });
}
