import { isControlPlane } from '../../config/nodes';
import type { PreflightFinding } from '../preflight-finding';
import type { NodeContext } from './rule';

/**
 * Whether etcd itself must be asked before anything is planned: none of the cluster's control planes answers though etcd
 * has several members, or a recovery of etcd was cut off. A first control plane that is still to be finished is alone.
 */
export function isEtcdInDoubt(nodes: readonly NodeContext[], live: readonly string[]): boolean {
  const own = nodes.filter(({ node, stage }) => isControlPlane(node) && stage !== 'new');
  if (own.some(({ facts }) => facts.kubeadm.etcdRecoveryBegun === true)) return true;
  return live.length === 0 && own.some(({ facts }) => (facts.kubeadm.members ?? []).length > 1);
}

export const etcdInDoubt: PreflightFinding = {
  id: 'etcd-in-doubt',
  message: 'no control plane answers: etcd may have lost its quorum, so that nothing below is certain',
  fix: 'Bring the control planes that are down back. An install asks etcd first, and asks you before anything is given up.',
  verdict: { kind: 'needs-approval', gate: 'recover-etcd' },
};
