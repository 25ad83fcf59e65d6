import type { Cluster } from '../../config/cluster';
import { renderBuildkitdToml } from '../../render/buildkitd-toml';
import { renderBuildkitService } from '../../render/buildkit-service';
import { runtimeOf } from '../look-up';
import type { Service } from '../service';
import type { ToolKind } from './kind';

const UNIT = 'buildkit.service';

/** buildkitd beside containerd: what it builds is an image of Kubernetes at once. */
export const buildkit: ToolKind = {
  shareOf: (cluster, catalog) => {
    const { tools } = cluster.spec;
    return (
      tools.buildkit && {
        title: `BuildKit ${tools.buildkit.version}`,
        downloads: [
          {
            artifact: 'buildkit',
            name: 'BuildKit',
            version: tools.buildkit.version,
            install: { as: 'archive', into: '/usr/local', members: ['bin/buildctl', 'bin/buildkitd'] },
            disruption: 'none',
            runBy: UNIT,
          },
        ],
        files: [],
        services: [describeService(cluster, runtimeOf(cluster, catalog).unit)],
      }
    );
  },
};

function describeService(cluster: Cluster, runtimeUnit: string): Service {
  return {
    unit: UNIT,
    files: [
      {
        path: `/etc/systemd/system/${UNIT}`,
        mode: '0644',
        content: renderBuildkitService({ runtimeUnit }),
      },
      {
        path: '/etc/buildkit/buildkitd.toml',
        mode: '0644',
        content: renderBuildkitdToml({ mirrors: cluster.spec.registry.mirrors }),
      },
    ],
    active: true,
    disruption: 'none',
    pulls: true,
  };
}
