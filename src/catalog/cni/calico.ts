import { calicoBackend, calicoPorts } from './calico/backend';
import { fitCalico } from './calico/fit-manifest';
import { calicoSource } from './calico/release';
import { calicoTraces } from './calico/traces';
import { typhaReplicas } from './calico/typha';
import type { CniKind } from './kind';

/** Calico from its own manifest, with Typha where the cluster is large or the file asks for it. */
export const calico: CniKind = {
  sources: (cluster) => [calicoSource(cluster, typhaReplicas(cluster) > 0 ? 'calico-typha.yaml' : 'calico.yaml')],
  manifest: fitCalico,
  configName: 'calico',
  agent: 'kube-system/calico-node',
  ports: (cluster) => calicoPorts(cluster, typhaReplicas(cluster) > 0),
  kernelModules: (cluster) => calicoBackend(cluster).kernelModules,
  traces: calicoTraces,
};
