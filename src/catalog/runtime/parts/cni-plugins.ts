import type { Cluster } from '../../../config/cluster';
import type { Download } from '../../download';

/** The reference CNI plugins, which every runtime looks for in /opt/cni/bin; Kubernetes' packages bring them along. */
export function cniPlugins({ spec: { runtime, kubernetes } }: Cluster): Download[] {
  if (kubernetes.install === 'package') return [];
  return [
    {
      artifact: 'cniPlugins',
      name: 'CNI plugins',
      version: runtime.cniPlugins.version,
      install: {
        as: 'archive',
        into: '/opt/cni/bin',
        members: ['bandwidth', 'bridge', 'firewall', 'host-local', 'loopback', 'portmap', 'tuning'],
      },
      disruption: 'none',
    },
  ];
}
