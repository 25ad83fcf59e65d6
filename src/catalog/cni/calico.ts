import type { Cluster } from '../../config/cluster';
import { calicoBackend, calicoPorts } from './calico/backend';
import { fitCalico } from './calico/fit-manifest';
import { calicoSource } from './calico/release';
import { calicoTraces } from './calico/traces';
import type { CniKind } from './kind';

const hasTypha = ({ spec: { cni } }: Cluster): boolean => (cni.typhaReplicas ?? 0) > 0;

/** Calico from its own manifest, with Typha where the cluster is large or the file asks for it. */
export const calico: CniKind = {
  sources: (cluster) => [calicoSource(cluster, hasTypha(cluster) ? 'calico-typha.yaml' : 'calico.yaml')],
  manifest: fitCalico,
  configName: 'calico',
  agent: 'kube-system/calico-node',
  ports: (cluster) => calicoPorts(cluster, hasTypha(cluster)),
  kernelModules: (cluster) => calicoBackend(cluster).kernelModules,
  traces: calicoTraces,
};
