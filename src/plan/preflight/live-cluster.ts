import type { Cluster } from '../../config/cluster';
import type { LiveClusterConfiguration } from '../facts';
import { type ClusterRule, yoursToFix } from './rule';

interface Fixed {
  readonly key: keyof LiveClusterConfiguration;
  readonly wanted: (cluster: Cluster) => string;
  readonly fix: (live: string) => string;
}

const back = (path: string) => (live: string) => `Set ${path} back to ${live}; it cannot be changed on a live cluster.`;

const fixed: readonly Fixed[] = [
  {
    key: 'kubernetesVersion',
    wanted: ({ spec }) => spec.kubernetes.version,
    fix: (live) => `Set spec.kubernetes.version back to ${live}; another version is a \`slipway upgrade\`.`,
  },
  {
    key: 'controlPlaneEndpoint',
    wanted: ({ spec }) => spec.controlPlaneEndpoint,
    fix: back('spec.controlPlaneEndpoint'),
  },
  { key: 'podSubnet', wanted: ({ spec }) => spec.networking.podSubnet, fix: back('spec.networking.podSubnet') },
  {
    key: 'serviceSubnet',
    wanted: ({ spec }) => spec.networking.serviceSubnet,
    fix: back('spec.networking.serviceSubnet'),
  },
  { key: 'dnsDomain', wanted: ({ spec }) => spec.networking.dnsDomain, fix: back('spec.networking.dnsDomain') },
];

/** An install changes nothing of a live cluster that pods and nodes rely on. */
export const liveCluster: ClusterRule = ({ cluster, nodes }) => {
  const live = nodes.find(({ stage, facts }) => stage !== 'new' && facts.kubeadm.clusterConfiguration)?.facts.kubeadm
    .clusterConfiguration;
  if (live === undefined) return [];
  return fixed.flatMap(({ key, wanted, fix }) => {
    const now = live[key];
    if (now === undefined || now === wanted(cluster)) return [];
    return [
      yoursToFix(
        'live-cluster-differs',
        `${key} of the live cluster is ${now}, the file says ${wanted(cluster)}`,
        fix(now),
      ),
    ];
  });
};
