import type { NodeFacts } from './facts';
import type { Fence } from './fence';

/** `<namespace>@<service>/<workflowId>/<runId>`, of which a workflow id may hold slashes itself. */
const workflowOf = (holder: string) => holder.split('/').slice(1, -1).join('/');
const placeAndWorkflowOf = (holder: string) => holder.split('/').slice(0, -1).join('/');

export interface Claim {
  readonly fence: Fence;
  /** Nodes that carry the claim's cluster UID: this cluster's, whoever holds them. */
  readonly ours: ReadonlySet<string>;
  /** Nodes held by another cluster or by a run that may still be going on elsewhere. */
  readonly takeOver: readonly { readonly node: string; readonly holder: string }[];
}

/**
 * The fence that a run claims its nodes with. The cluster's UID is the one that this cluster's nodes carry, a live
 * control plane's before others, else `freshUid`. The epoch is newer than every one seen.
 */
export function claimNodes(
  facts: readonly NodeFacts[],
  liveControlPlanes: readonly string[],
  holder: string,
  freshUid: string,
): Claim {
  const fenced = facts.flatMap(({ node, fence }) => (fence === undefined ? [] : [{ node, fence }]));
  const own = fenced.filter(({ fence }) => workflowOf(fence.holder) === workflowOf(holder));
  const best = [
    ...own.filter(({ node }) => liveControlPlanes.includes(node)),
    ...own.toSorted((a, b) => b.fence.epoch - a.fence.epoch),
  ][0];
  const clusterUid = best?.fence.clusterUid ?? freshUid;
  const epoch = Math.max(0, ...fenced.map(({ fence }) => fence.epoch)) + 1;
  // A Temporal service keeps one open run a workflow id and namespace: another run of the same is over.
  const isFree = (fence: Fence & { released: boolean }) =>
    fence.clusterUid === clusterUid &&
    (fence.released || placeAndWorkflowOf(fence.holder) === placeAndWorkflowOf(holder));
  return {
    fence: { clusterUid, epoch, holder },
    ours: new Set(own.filter(({ fence }) => fence.clusterUid === clusterUid).map(({ node }) => node)),
    takeOver: fenced.filter(({ fence }) => !isFree(fence)).map(({ node, fence }) => ({ node, holder: fence.holder })),
  };
}
