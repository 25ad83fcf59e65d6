import { renderEtcdctl } from '../../src/render/etcdctl';
import { externalEndpoints } from '../../src/render/parts/external-etcd';
import { externalEtcdCluster } from '../fakes/clusters';
import { describeGoldens } from '../fakes/goldens';

const program = '/usr/local/libexec/etcd/etcd-v3.6.5-linux-amd64/etcdctl';

describeGoldens('etcdctl', 'txt', {
  etcdctl: () => renderEtcdctl({ program, endpoints: externalEndpoints(externalEtcdCluster()) }),
});
