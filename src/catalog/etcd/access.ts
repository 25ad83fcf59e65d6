import type { Cluster } from '../../config/cluster';
import { ETCD_CLIENT_FILES, externalEndpoints, hasExternalEtcd } from '../../render/parts/external-etcd';

export { ETCD_CLIENT_FILES, clientUrlOf } from '../../render/parts/external-etcd';

/** How etcd is asked from a control plane: its own member where etcd is stacked, else every endpoint. */
export function etcdAccessOf(cluster: Cluster) {
  if (hasExternalEtcd(cluster)) {
    const { ca, certificate, key } = ETCD_CLIENT_FILES;
    return { endpoints: externalEndpoints(cluster), caFile: ca, certificateFile: certificate, keyFile: key };
  }
  return undefined;
}
