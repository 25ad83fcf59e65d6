import type { Cluster } from '../config/cluster';
import type { RuntimeTrace, TraceNames } from '../plan/traces';
import { type Catalog, catalog as builtIn } from './catalog';
import { kubernetesTraces } from './kubernetes/traces';
import { mergeTraces } from './merge-traces';

/** What Kubernetes with any pod network and runtime of the catalog leaves: an earlier cluster may have had another one. */
export function allTraces(catalog: Catalog = builtIn): TraceNames {
  const merged = mergeTraces([kubernetesTraces, ...Object.values(catalog.cni).map(({ traces }) => traces)]);
  const ofRuntimes = Object.values(catalog.runtime).flatMap(({ traces }) => traces);
  return { ...merged, paths: [...new Set([...merged.paths, ...ofRuntimes])] };
}

/** Every runtime that may have containers of Kubernetes; those that share a unit are one. */
export function runtimeTraces(cluster: Cluster, catalog: Catalog = builtIn): RuntimeTrace[] {
  const byUnit = new Map(Object.values(catalog.runtime).map((runtime) => [runtime.unit, runtime]));
  return [...byUnit.values()].map((runtime) => ({
    client: runtime.client,
    unit: runtime.unit,
    socket: runtime.criOf(cluster).socket,
  }));
}
