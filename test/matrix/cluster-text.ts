import { newestReleaseOf } from '../../src/catalog/kubernetes/releases';
import { NEWEST_MINOR } from '../../src/config/kubernetes-support';
import { isMapping } from '../../src/config/value-at';
import { artifactsWithSums } from '../fakes/artifact-sums';
import type { Spec } from './dimension';
import type { Combination } from './slices';

/** A control plane and a worker; the publishers of cri-dockerd and BuildKit keep no checksums. */
const MINIMAL: Spec = {
  kubernetes: { version: newestReleaseOf(NEWEST_MINOR) },
  nodes: [
    { name: 'cp-1', address: '10.0.0.11', roles: ['control-plane'] },
    { name: 'worker-1', address: '10.0.0.21' },
  ],
  artifacts: { criDockerd: artifactsWithSums.criDockerd, buildkit: artifactsWithSums.buildkit },
};

/** The smallest cluster file that asks for this combination. */
export function clusterTextOf(combination: Combination): string {
  const spec = combination.reduce<Spec>((all, point) => merge(all, point.spec), MINIMAL);
  return JSON.stringify({ apiVersion: 'slipway.dev/v1alpha1', kind: 'Cluster', metadata: { name: 'demo' }, spec });
}

/** Mappings merge key by key, and lists one behind the other. */
function merge(before: Spec, after: Spec): Spec {
  const merged = Object.entries(after).map(([key, value]) => [key, mergeValue(before[key], value)]);
  return { ...before, ...Object.fromEntries(merged) };
}

function mergeValue(before: unknown, after: unknown): unknown {
  if (Array.isArray(before) && Array.isArray(after)) return [...before, ...after];
  return isMapping(before) && isMapping(after) ? merge(before, after) : after;
}
