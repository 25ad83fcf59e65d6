import type { TraceNames } from '../plan/traces';
import { catalog } from './catalog';
import type { CniKind } from './cni/kind';
import { kubernetesTraces } from './kubernetes/traces';

/** What Kubernetes with any pod network of the catalog leaves: an earlier cluster may have had another one. */
export function allTraces(): TraceNames {
  const networks: readonly CniKind[] = Object.values(catalog.cni);
  const all = [kubernetesTraces, ...networks.map(({ traces }) => traces)];
  return {
    interfaces: all.flatMap(({ interfaces }) => interfaces),
    chains: all.flatMap(({ chains }) => chains),
    tables: all.flatMap(({ tables }) => tables),
    paths: all.flatMap(({ paths }) => paths),
  };
}
