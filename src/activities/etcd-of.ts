import { etcdAccessOf } from '../catalog/etcd/access';
import type { Cluster } from '../config/cluster';
import { memberNodes } from '../config/nodes';
import type { EtcdQuestion } from './read-etcd-health';

/** Which members the cluster should have, and how a control plane asks them. */
export function etcdOf(cluster: Cluster): Omit<EtcdQuestion, 'session'> {
  const nodes = memberNodes(cluster)?.map(({ name }) => name);
  const access = etcdAccessOf(cluster);
  return { ...(nodes && { nodes }), ...(access && { access }) };
}
