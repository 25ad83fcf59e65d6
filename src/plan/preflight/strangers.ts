import type { Cluster } from '../../config/cluster';
import { hasExternalEtcd, memberNodes } from '../../config/nodes';
import { peerUrlOf } from '../membership';
import type { PreflightFinding } from '../preflight-finding';
import { type ClusterRule, yoursToFix } from './rule';

/**
 * Nodes of the live cluster that the file does not name. An install never removes one. A control plane among them stops
 * it: the load balancer's lists follow the file, and would drop a node that answers.
 */
export const strangers: ClusterRule = ({ cluster, nodes }) => {
  const live = nodes.find(({ stage, facts }) => stage !== 'new' && facts.kubeadm.nodeNames !== undefined)?.facts
    .kubeadm;
  if (live === undefined) return [];
  const members = (live.members ?? []).filter(({ name, peerUrl }) => name !== '' && !isOfFile(cluster, peerUrl));
  const inFile = new Set(cluster.spec.nodes.map(({ name }) => name));
  const planes = new Set(members.map(({ name }) => name));
  const others = (live.nodeNames ?? []).filter((name) => !inFile.has(name) && !planes.has(name));
  return [
    ...[...planes].map((node) => tellControlPlane(cluster, node)),
    ...others.map((node) => tellNode(cluster, node)),
  ];
};

function isOfFile(cluster: Cluster, peerUrl: string): boolean {
  return memberNodes(cluster)?.some((node) => peerUrlOf(node) === peerUrl) ?? true;
}

function wayOut({ metadata }: Cluster, node: string): string {
  return `To take it out, put it into the file of ${metadata.name} again, run slipway reset --node ${node}, then remove it from the file.`;
}

function tellControlPlane(cluster: Cluster, node: string): PreflightFinding {
  const role = hasExternalEtcd(cluster) ? 'an etcd node' : 'a control plane';
  const message = `${node} is a member of etcd and not ${role} of the file`;
  return { node, ...yoursToFix('control-plane-left-file', message, wayOut(cluster, node)) };
}

function tellNode(cluster: Cluster, node: string): PreflightFinding {
  return {
    node,
    id: 'node-left-file',
    message: `${node} is a Node of the cluster and not in the file: it stays as it is`,
    fix: wayOut(cluster, node),
    verdict: { kind: 'noted' },
  };
}
