import type { Client } from '@temporalio/client';
import type { Cluster } from '../config/cluster';
import { type StartedRun, startRun, type WantedCluster } from './start-run';

/**
 * Starts the install of a cluster, or joins the one that runs for the same file.
 * Throws AnswerRefused when the cluster is being installed from another file, or reset.
 */
export function startInstall(client: Client, { cluster, digest }: WantedCluster): Promise<StartedRun> {
  return startRun(client, {
    cluster,
    workflowType: 'installCluster',
    input: { cluster, clusterDigest: digest },
    joining: { clusterDigest: digest },
    summary: summarize(cluster),
    details: `Cluster file digest \`${digest}\`. Nodes: ${cluster.spec.nodes.length}.`,
  });
}

function summarize({ metadata, spec }: Cluster): string {
  const controlPlanes = spec.nodes.filter(({ roles }) => roles.includes('control-plane')).length;
  const members = spec.nodes.filter(({ roles }) => roles.every((role) => role === 'etcd')).length;
  const workers = spec.nodes.length - controlPlanes - members;
  const etcd = members === 0 ? '' : `, etcd on ${members} machine(s)`;
  return `Install ${metadata.name}: Kubernetes ${spec.kubernetes.version}, ${controlPlanes} control plane(s), ${workers} worker(s)${etcd}`;
}
