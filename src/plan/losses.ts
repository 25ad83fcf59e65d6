import type { StepReport } from '../resources/report';
import type { NodeFacts } from './facts';
import { describeTrace, type Trace } from './traces';

/** Everything of Kubernetes that a wipe removes from a node, each with what makes it worth a thought. */
export function listTraces({ kubeadm, traces = [] }: NodeFacts): Trace[] {
  const details: Readonly<Record<string, string | undefined>> = {
    '/etc/kubernetes/pki': `${kubeadm.certificates.length} certificate or key ${kubeadm.certificates.length === 1 ? 'pair' : 'pairs'}`,
    '/var/lib/etcd': describeEtcd(kubeadm),
  };
  return traces.map((trace) => {
    const detail = trace.detail ?? details[trace.what];
    return detail === undefined ? trace : { ...trace, detail };
  });
}

/** In words, for a gate. */
export function listLosses(facts: NodeFacts): string[] {
  return listTraces(facts).map(describeTrace);
}

function describeEtcd({ members, clusterUid, etcdData }: NodeFacts['kubeadm']): string | undefined {
  if (!etcdData) return undefined;
  const live = members === undefined ? 'not running' : `running, ${members.length} member(s)`;
  return `${live}${clusterUid === undefined ? '' : `, data of cluster ${clusterUid}`}`;
}

/** What a step that takes a node out of its cluster finds to do, in words. */
export function describeRetired({ pending }: Pick<StepReport, 'pending'>): string[] {
  return pending.map(({ kind, subject }) => {
    if (kind === 'unit') return `${subject} (stopped and disabled)`;
    return kind === 'hosts' ? `the names of the nodes in ${subject}` : subject;
  });
}
