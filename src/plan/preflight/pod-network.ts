import type { PreflightFinding } from '../preflight-finding';
import { titleOf } from '../pod-network';
import { type ClusterContext, type ClusterRule, yoursToFix } from './rule';

/** Another pod network than that of the live cluster takes the place of it at a gate, or not at all. */
export const podNetwork: ClusterRule = (context) => {
  const { podNetwork: decided } = context;
  if (decided === undefined || decided.move === 'apply') return findForeignConfig(context);
  if (decided.move === 'refuse') return [yoursToFix('pod-network-differs', decided.message, decided.fix)];
  const finding: PreflightFinding = {
    id: 'pod-network-switch',
    message: `the pod network of the live cluster is ${titleOf(decided.from)}, the file says ${decided.to}`,
    fix: 'It is switched once that is approved.',
    verdict: { kind: 'needs-approval', gate: 'pod-network' },
  };
  return [finding, ...findStrangers(context, decided.from.name)];
};

/** A node that has joined shows by the configuration on it which pod network its pods are in. */
function findForeignConfig({ cluster, nodes, podNetworkConfig }: ClusterContext): readonly PreflightFinding[] {
  if (podNetworkConfig === undefined) return [];
  const { name } = cluster.spec.cni;
  return nodes.flatMap(({ node, facts, stage }) => {
    const { cniConfigs } = facts.kubeadm;
    const isOther = cniConfigs.length > 0 && !cniConfigs.some((file) => file.includes(podNetworkConfig));
    if (stage !== 'member' || !isOther) return [];
    const message = `the pod network of the live cluster is that of ${cniConfigs.join(', ')}, the file says ${name}`;
    const fix = `Set spec.cni to what runs and install once, so that Slipway keeps a record of its parts; then set spec.cni.name to ${name}: the switch is asked for at a gate.`;
    return [{ node: node.name, ...yoursToFix('pod-network-differs', message, fix) }];
  });
}

/** What the old pod network has on a node that nobody may write on would stay, and its pods would reach nobody. */
function findStrangers({ cluster, nodes }: ClusterContext, from: string): readonly PreflightFinding[] {
  const inFile = new Set(cluster.spec.nodes.map(({ name }) => name));
  const live = nodes.find(({ facts }) => facts.kubeadm.nodeNames !== undefined)?.facts.kubeadm.nodeNames ?? [];
  return live
    .filter((name) => !inFile.has(name))
    .map((node) => ({
      node,
      ...yoursToFix(
        'pod-network-stranger',
        `${node} is a Node of the cluster and not in the file: ${from} cannot be taken off it`,
        'Put it into the file, or take it out of the cluster with slipway reset, before the pod network is switched.',
      ),
    }));
}
