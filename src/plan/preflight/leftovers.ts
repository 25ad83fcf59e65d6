import type { NodeFacts } from '../facts';
import { isUntouched } from '../kubeadm/leavings';
import { type NodeRule, yoursToFix } from './rule';

/** What would be removed of an earlier cluster, as paths and units; empty: nothing is there. */
export function listLeftovers({ kubeadm }: NodeFacts): string[] {
  if (isUntouched(kubeadm)) return [];
  const { certificates, kubeconfigs, manifests, cutFiles = [], cniConfigs } = kubeadm;
  return [
    ...(kubeadm.kubeletActive ? ['kubelet.service (running)'] : []),
    ...(certificates.length > 0
      ? [
          `/etc/kubernetes/pki (${certificates.length} certificate or key ${certificates.length === 1 ? 'pair' : 'pairs'})`,
        ]
      : []),
    ...kubeconfigs.map(({ name }) => `/etc/kubernetes/${name}`),
    ...manifests.map((name) => `/etc/kubernetes/manifests/${name}`),
    ...cutFiles,
    ...(kubeadm.kubeletConfig ? ['/var/lib/kubelet'] : []),
    ...(kubeadm.etcdData ? [describeEtcd(kubeadm)] : []),
    ...cniConfigs.map((name) => `/etc/cni/net.d/${name}`),
  ];
}

function describeEtcd({ members, clusterUid }: NodeFacts['kubeadm']): string {
  const live = members === undefined ? 'not running' : `running, ${members.length} member(s)`;
  return `/var/lib/etcd (${live}${clusterUid === undefined ? '' : `, data of cluster ${clusterUid}`})`;
}

/** An interrupted run of this very cluster is no leftover: it is resumed. */
export const leftovers: NodeRule = ({ cluster, facts, stage }) => {
  if (stage !== 'new') return [];
  const items = listLeftovers(facts);
  if (items.length === 0) return [];
  const message = `an earlier cluster left ${items.slice(0, 4).join(', ')}${items.length > 4 ? ` and ${items.length - 4} more` : ''}`;
  if (cluster.spec.approvals.wipeLeftovers === 'never') {
    return [
      yoursToFix(
        'leftovers',
        message,
        'Run `kubeadm reset` there, or set spec.approvals.wipeLeftovers to ask and approve the wipe.',
      ),
    ];
  }
  return [
    {
      id: 'leftovers',
      message,
      fix: 'It is wiped once that is approved.',
      verdict: { kind: 'needs-approval', gate: 'wipe' },
    },
  ];
};
