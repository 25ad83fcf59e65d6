import type { Cluster } from '../../config/cluster';
import type { Download } from '../download';

/** The etcd that suits a Kubernetes minor and every later one up to the next line. */
const RELEASES: readonly (readonly [sinceMinor: number, version: string])[] = [
  [36, '3.6.8'],
  [34, '3.6.5'],
  [22, '3.5.24'],
  [0, '3.4.34'],
];

const DIRECTORY = '/usr/local/libexec/etcd';

/** The version of etcd that Slipway installs: the cluster file's, or the one that suits its Kubernetes version. */
export function etcdVersion({ spec: { etcd, kubernetes } }: Cluster): string {
  const minor = Number(kubernetes.version.split('.')[1]);
  const [, suited = ''] = RELEASES.find(([since]) => since <= minor) ?? [];
  return etcd.version ?? suited;
}

/** Where the programs of the release are on a node of this architecture. */
export function etcdProgram(cluster: Cluster, architecture: string, program: 'etcd' | 'etcdctl'): string {
  return `${DIRECTORY}/${nameRelease(cluster, architecture)}/${program}`;
}

/** The release's archive; its directory carries the version, so that no version overwrites another. */
export function etcdDownload(cluster: Cluster, architecture: string): Download {
  const release = nameRelease(cluster, architecture);
  return {
    artifact: 'etcd',
    name: 'etcd',
    version: etcdVersion(cluster),
    install: { as: 'archive', into: DIRECTORY, members: [`${release}/etcd`, `${release}/etcdctl`] },
    disruption: 'service',
  };
}

function nameRelease(cluster: Cluster, architecture: string): string {
  return `etcd-v${etcdVersion(cluster)}-linux-${architecture}`;
}
