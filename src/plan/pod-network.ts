/** A pod network as the cluster file wants it, or as it was applied. */
export interface PodNetwork {
  readonly name: string;
  /** How packets travel between nodes; absent: not known. */
  readonly backend?: string;
  /** What its manifest holds, in its order: `apps/v1 DaemonSet kube-flannel/kube-flannel-ds`, `v1 Namespace kube-flannel`. */
  readonly objects: readonly string[];
  /** SHA-256 of its manifest; absent: it is half applied or half removed. */
  readonly digest?: string;
}

/** What a live cluster tells of its pod network. */
export interface LivePodNetwork {
  /** What Slipway noted when it applied one. */
  readonly record?: PodNetwork;
  /** `namespace/name` of DaemonSets by which pod networks are known; only looked for where there is no record. */
  readonly agents: readonly string[];
}

/** What an install does about the pod network of a live cluster. */
export type PodNetworkPlan =
  | { readonly move: 'apply' }
  | (PodNetworkSwitch & {
      /** What is lost in the cluster, and on which node, in words. */
      readonly losses: readonly { readonly node: string; readonly items: readonly string[] }[];
    });

/** One pod network takes the place of another. */
export interface PodNetworkSwitch {
  readonly move: 'switch';
  readonly from: PodNetwork;
  /** As `titleOf` says it. */
  readonly to: string;
  /** `from flannel (vxlan) to calico (vxlan)`. */
  readonly title: string;
}

/** The same, or why nothing can be done. */
export type PodNetworkDecision =
  | { readonly move: 'apply' }
  | PodNetworkSwitch
  | { readonly move: 'refuse'; readonly message: string; readonly fix: string };

/** What is known of pod networks beside the one that is wanted. */
export interface KnownPodNetworks {
  readonly names: readonly string[];
  /** `namespace/name` of the DaemonSet that each has on every node -> its name. */
  readonly agents: Readonly<Record<string, string>>;
  /** Name -> what it leaves on a node that nobody but its publisher can remove, as a clause. */
  readonly stays: Readonly<Record<string, string>>;
}

/**
 * What brings the live pod network to the wanted one; undefined: nothing. Another version or other settings are applied;
 * another network or another backend is a switch, since the two do not speak with each other.
 */
export function decidePodNetwork(
  wanted: PodNetwork,
  live: LivePodNetwork,
  known: KnownPodNetworks,
): PodNetworkDecision | undefined {
  const { record } = live;
  if (record === undefined || record.objects.length === 0) return decideUnrecorded(wanted, live, known);
  if (isSameNetwork(record, wanted)) return record.digest === wanted.digest ? undefined : { move: 'apply' };
  if (!known.names.includes(record.name)) return refuseUnknown(record);
  const stays = known.stays[record.name];
  if (stays !== undefined) return refuseStaying(record, wanted, stays);
  const { digest: _, ...from } = record;
  return { move: 'switch', from, to: titleOf(wanted), title: `from ${titleOf(from)} to ${titleOf(wanted)}` };
}

/** `flannel (vxlan)`. */
export function titleOf({ name, backend }: Pick<PodNetwork, 'name' | 'backend'>): string {
  return backend === undefined ? name : `${name} (${backend})`;
}

/** `namespace/name` of the DaemonSets among the objects. */
export function daemonSetsOf({ objects }: Pick<PodNetwork, 'objects'>): string[] {
  return objects.flatMap((object) => {
    const [, kind, name] = object.split(' ');
    return kind === 'DaemonSet' && name !== undefined ? [name] : [];
  });
}

/** What is not known of one of them tells nothing. */
function isSameNetwork(one: PodNetwork, other: PodNetwork): boolean {
  if (one.name !== other.name) return false;
  if (one.backend !== undefined && other.backend !== undefined && one.backend !== other.backend) return false;
  const [ours, theirs] = [daemonSetsOf(one), daemonSetsOf(other)];
  return ours.length === 0 || theirs.length === 0 || ours.some((name) => theirs.includes(name));
}

function decideUnrecorded(
  wanted: PodNetwork,
  { agents }: LivePodNetwork,
  known: KnownPodNetworks,
): PodNetworkDecision | undefined {
  const other = agents.find((agent) => known.agents[agent] !== wanted.name);
  if (other !== undefined) return refuseUnrecorded(wanted.name, known.agents[other] ?? 'another', other);
  return wanted.objects.length === 0 ? undefined : { move: 'apply' };
}

function refuseUnrecorded(wanted: string, live: string, agent: string): PodNetworkDecision {
  return {
    move: 'refuse',
    message: `the pod network of the live cluster is ${live} (DaemonSet ${agent}), of whose parts there is no record; the file says ${wanted}`,
    fix: `Set spec.cni to ${live} as it runs and install once: Slipway applies it and keeps a record of its parts. Then set spec.cni.name to ${wanted}: the switch is asked for at a gate.`,
  };
}

function refuseStaying(record: PodNetwork, wanted: PodNetwork, stays: string): PodNetworkDecision {
  return {
    move: 'refuse',
    message: `the pod network of the live cluster is ${titleOf(record)}, the file says ${titleOf(wanted)}, and ${stays}`,
    fix: `Set spec.cni back to ${titleOf(record)}. Another pod network comes with a cluster of its own, or after \`slipway reset\` and a reboot of every node.`,
  };
}

function refuseUnknown({ name }: PodNetwork): PodNetworkDecision {
  return {
    move: 'refuse',
    message: `the pod network of the live cluster is ${name}, which no catalog of this worker has: what it left on the nodes is not known`,
    fix: `Start the worker with the catalog that ${name} came from, then install again.`,
  };
}
