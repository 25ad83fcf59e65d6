import { describeRetired, listTraces } from '../losses';
import { findMember } from '../membership';
import type { Trace } from '../traces';
import type { ResetContext, ResetTarget } from './target';

/** Pods on one node, as `namespace/name`; those of DaemonSets and static pods are left out. */
export interface NodePods {
  readonly node: string;
  /** Made again elsewhere by whoever made them. */
  readonly moved: readonly string[];
  /** Nobody makes them again. */
  readonly lost: readonly string[];
}

const SHOWN_PODS = 8;

/** Everything that is lost with the node: its part in the cluster first, then what is on the machine. */
export function listResetLosses(
  { scope, members, nodeNames, cluster }: ResetContext,
  { node, facts }: ResetTarget,
  { drains, pods }: { readonly drains: boolean; readonly pods?: NodePods },
): Trace[] {
  const member = findMember(members, node);
  const isNode = nodeNames.has(node.name);
  const membership: Trace[] = [
    ...(isNode ? [{ what: `Node ${node.name} of cluster ${cluster.metadata.name}` }] : []),
    ...(member === undefined ? [] : [{ what: `etcd member ${member.name || member.peerUrl}`, detail: member.id }]),
    ...(isNode && scope === 'nodes' ? listPods(drains, pods) : []),
  ];
  if (facts !== undefined) {
    const steps = facts.steps ?? [];
    const retired = steps.flatMap(describeRetired).map((what) => ({ what }));
    const subjects = new Set(steps.flatMap(({ pending }) => pending.map(({ subject }) => subject)));
    const traces = listTraces(facts).filter(({ what }) => !subjects.has(what));
    const own = facts.fence === undefined ? [] : [{ what: 'what Slipway keeps of the cluster in /var/lib/slipway' }];
    return [...membership, ...retired, ...traces, ...own];
  }
  const stays = { what: 'the machine does not answer: what is on it stays, so wipe it before it is used again' };
  return scope === 'cluster' || membership.length > 0 ? [...membership, stays] : [];
}

function listPods(drains: boolean, { moved, lost }: NodePods = { node: '', moved: [], lost: [] }): Trace[] {
  const shown = moved.length > SHOWN_PODS ? [...moved.slice(0, SHOWN_PODS), '…'] : moved;
  const end = drains ? 'evicted, with their emptyDir data' : 'ended without eviction';
  return [
    { what: `pods that are made again elsewhere: ${end}`, detail: moved.length === 0 ? 'none now' : shown.join(', ') },
    ...lost.map((pod) => ({ what: `pod ${pod}, which nothing makes again` })),
  ];
}
