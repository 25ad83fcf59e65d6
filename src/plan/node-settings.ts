import type { Node, Taint } from '../config/cluster';

/** The part of a Kubernetes Node object that labels and taints live in. */
export interface NodeObject {
  readonly metadata: {
    readonly name: string;
    readonly resourceVersion: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: {
    readonly taints?: readonly { readonly key: string; readonly value?: string; readonly effect: string }[];
  };
}

/** A merge patch that makes a Node carry what its cluster file says; undefined: it does already. */
export type NodePatch = Readonly<Record<string, unknown>>;

/** Which labels and taints Slipway put on the node, so that one dropped from the file is taken off again. */
const MANAGED_LABELS = 'slipway.dev/managed-labels';
const MANAGED_TAINTS = 'slipway.dev/managed-taints';

const taintId = (taint: { key: string; effect: string }) => `${taint.key}:${taint.effect}`;

/**
 * The patch from the live object to the wanted labels and taints. Foreign labels and taints stay. The patch names the
 * object's resourceVersion, so that the API server refuses it when somebody else changed the node meanwhile.
 */
export function patchNodeSettings(wanted: Pick<Node, 'labels' | 'taints'>, live: NodeObject): NodePatch | undefined {
  const labels = patchLabels(wanted.labels, live);
  const taints = patchTaints(wanted.taints, live);
  const annotations = {
    ...annotationPatch(MANAGED_LABELS, Object.keys(wanted.labels), live),
    ...annotationPatch(MANAGED_TAINTS, wanted.taints.map(taintId), live),
  };
  if (!labels && !taints && Object.keys(annotations).length === 0) return undefined;
  return {
    metadata: {
      resourceVersion: live.metadata.resourceVersion,
      ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
      ...(labels ? { labels } : {}),
    },
    ...(taints ? { spec: { taints } } : {}),
  };
}

function managed(annotation: string, live: NodeObject): readonly string[] {
  return (live.metadata.annotations?.[annotation] ?? '').split(',').filter((entry) => entry !== '');
}

function annotationPatch(
  annotation: string,
  entries: readonly string[],
  live: NodeObject,
): Record<string, string | null> {
  const value = entries.toSorted().join(',');
  if (value === (live.metadata.annotations?.[annotation] ?? '')) return {};
  return { [annotation]: value === '' ? null : value };
}

function patchLabels(wanted: Readonly<Record<string, string>>, live: NodeObject) {
  const patch: Record<string, string | null> = {};
  const present = live.metadata.labels ?? {};
  for (const [key, value] of Object.entries(wanted)) if (present[key] !== value) patch[key] = value;
  for (const key of managed(MANAGED_LABELS, live)) if (!(key in wanted) && key in present) patch[key] = null;
  return Object.keys(patch).length > 0 ? patch : undefined;
}

function patchTaints(wanted: readonly Taint[], live: NodeObject) {
  const present = live.spec.taints ?? [];
  const ours = new Set([...managed(MANAGED_TAINTS, live), ...wanted.map(taintId)]);
  const foreign = present.filter((taint) => !ours.has(taintId(taint)));
  const next = [...foreign, ...wanted.map(({ key, value, effect }) => ({ key, ...(value ? { value } : {}), effect }))];
  const canonical = (taints: readonly { key: string; value?: string; effect: string }[]) =>
    JSON.stringify(taints.map((taint) => `${taint.key}=${taint.value ?? ''}:${taint.effect}`).toSorted());
  return canonical(next) === canonical(present) ? undefined : next;
}
