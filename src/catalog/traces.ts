import type { TraceNames } from '../plan/traces';
import { type Catalog, catalog as builtIn } from './catalog';
import { kubernetesTraces } from './kubernetes/traces';

/** What Kubernetes with any pod network of the catalog leaves: an earlier cluster may have had another one. */
export function allTraces(catalog: Catalog = builtIn): TraceNames {
  const all = [kubernetesTraces, ...Object.values(catalog.cni).map(({ traces }) => traces)];
  return {
    interfaces: all.flatMap(({ interfaces }) => interfaces),
    chains: all.flatMap(({ chains }) => chains),
    tables: all.flatMap(({ tables }) => tables),
    paths: all.flatMap(({ paths }) => paths),
  };
}
