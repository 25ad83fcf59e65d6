import type { Cluster } from '../../config/cluster';
import { kubernetesSupport } from '../../config/kubernetes-support';
import { renderCrictlYaml } from '../../render/crictl-yaml';
import type { Catalog } from '../catalog';
import type { Download } from '../download';
import { criOf, runtimeOf } from '../look-up';
import type { ToolKind } from './kind';

/** cri-tools has a release 1.N.0 for every minor of Kubernetes from the oldest to this one. */
const NEWEST_MINOR = 34;

/** crictl, pointed to the runtime's socket. Kubernetes' packages bring one along. */
export const crictl: ToolKind = {
  shareOf: (cluster, catalog) => {
    if (cluster.spec.tools.crictl === undefined && !isNeeded(cluster, catalog)) return undefined;
    const version = versionOf(cluster);
    return {
      title: version === undefined ? 'crictl' : `crictl ${version}`,
      downloads: version === undefined ? [] : [describeDownload(version)],
      files: [
        {
          kind: 'file',
          path: '/etc/crictl.yaml',
          content: renderCrictlYaml({ socket: criOf(cluster, catalog).socket }),
          mode: '0644',
          disruption: 'none',
        },
      ],
      services: [],
    };
  },
};

function describeDownload(version: string): Download {
  return {
    artifact: 'crictl',
    name: 'crictl',
    version,
    install: { as: 'archive', into: '/usr/local/bin', members: ['crictl'] },
    disruption: 'none',
  };
}

/** Undefined where it is a package's to say. */
function versionOf(cluster: Cluster): string | undefined {
  const { tools, kubernetes } = cluster.spec;
  const ofMinor = `1.${Math.min(minorOf(cluster), NEWEST_MINOR)}.0`;
  return tools.crictl?.version ?? (kubernetes.install === 'package' ? undefined : ofMinor);
}

/** kubeadm's preflight insists on it in some versions, except where it speaks to Docker itself. */
function isNeeded(cluster: Cluster, catalog: Catalog | undefined): boolean {
  const { needsCrictl } = kubernetesSupport(cluster.spec.kubernetes.version);
  const byKubeadm = needsCrictl && !criOf(cluster, catalog).isBuiltIn;
  return byKubeadm || runtimeOf(cluster, catalog).client === 'crictl';
}

function minorOf({ spec: { kubernetes } }: Cluster): number {
  return Number(kubernetes.version.split('.')[1]);
}
