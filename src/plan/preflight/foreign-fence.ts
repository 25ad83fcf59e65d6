import type { PreflightFinding } from '../preflight-finding';
import type { Cluster } from '../../config/cluster';
import { yoursToFix } from './rule';

/** Nodes that another run, or another cluster, holds. */
export function findForeignFences(
  cluster: Cluster,
  takeOver: readonly { readonly node: string; readonly holder: string }[],
): PreflightFinding[] {
  return takeOver.map(({ node, holder }): PreflightFinding => {
    const message = `the node belongs to ${holder}`;
    if (cluster.spec.approvals.takeOver === 'never') {
      return {
        node,
        ...yoursToFix('held', message, 'Let that run end, or set spec.approvals.takeOver to ask and approve it.'),
      };
    }
    return {
      node,
      id: 'held',
      message,
      fix: 'It is taken over once that is approved; whatever still runs there for the other is refused from then on.',
      verdict: { kind: 'needs-approval', gate: 'take-over' },
    };
  });
}
