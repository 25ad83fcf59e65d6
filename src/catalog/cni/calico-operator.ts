import type { Cluster } from '../../config/cluster';
import { replaceImages } from '../edit-objects';
import { calicoBackend, calicoPorts } from './calico/backend';
import { buildInstallation } from './calico/installation';
import { isCalico, operatorSources } from './calico/release';
import { calicoTraces } from './calico/traces';
import type { CniKind } from './kind';

/** What the operator runs on nodes for an Installation of ours. */
const PARTS = ['node', 'cni', 'pod2daemon-flexvol', 'csi', 'node-driver-registrar', 'typha', 'kube-controllers'];
/** First release that is published in this registry; those before are in the other one. */
const QUAY_SINCE = '3.31.0';

/** Calico by its operator, which also sees to Typha; the Installation is ours. */
export const calicoOperator: CniKind = {
  sources: operatorSources,
  manifest: (cluster, fetched) => [...replaceImages(fetched, cluster.spec.cni.images), buildInstallation(cluster)],
  furtherImages: (cluster) => {
    const { version } = cluster.spec.cni;
    return version === undefined ? [] : PARTS.map((part) => `${registryOf(cluster)}/calico/${part}:v${version}`);
  },
  configName: 'calico',
  agent: 'calico-system/calico-node',
  ports: (cluster) => calicoPorts(cluster, true),
  kernelModules: (cluster) => calicoBackend(cluster).kernelModules,
  traces: calicoTraces,
};

function registryOf(cluster: Cluster): string {
  return isCalico(cluster, QUAY_SINCE) ? 'quay.io' : 'docker.io';
}
