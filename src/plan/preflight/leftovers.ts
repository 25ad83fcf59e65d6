import type { NodeFacts } from '../facts';
import { isUntouched } from '../kubeadm/leavings';
import { listTraces } from '../losses';
import { describeTrace, type Trace } from '../traces';
import { type NodeRule, yoursToFix } from './rule';

/** Paths that other tools use as well: alone they say nothing of an earlier cluster. */
const SHARED_PATHS = /^\/(?:etc\/cni|var\/lib\/cni|var\/log)\//;

/** What would be removed of an earlier cluster; empty: there was none. */
export function listLeftovers(facts: NodeFacts): Trace[] {
  const traces = listTraces(facts);
  const isTelling = ({ what }: Trace) => !SHARED_PATHS.test(`${what}/`);
  return isUntouched(facts.kubeadm) && !traces.some(isTelling) ? [] : traces;
}

/** An interrupted run of this very cluster is no leftover: it is resumed. */
export const leftovers: NodeRule = ({ cluster, facts, stage }) => {
  if (stage !== 'new') return [];
  const items = listLeftovers(facts).map(describeTrace);
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
