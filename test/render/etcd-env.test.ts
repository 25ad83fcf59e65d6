import { renderEtcdEnv } from '../../src/render/etcd-env';
import { renderEtcdService } from '../../src/render/etcd-service';
import { renderEtcdctl } from '../../src/render/etcdctl';
import { externalEndpoints } from '../../src/render/parts/external-etcd';
import { externalEtcdCluster, nodeOf } from '../fakes/clusters';
import { describeGoldens } from '../fakes/goldens';

const node = nodeOf(externalEtcdCluster(), 'etcd-1');
const program = '/usr/local/libexec/etcd/etcd-v3.6.5-linux-amd64/etcd';

describeGoldens('etcd', 'txt', {
  'etcd-env': () => renderEtcdEnv({ node, version: '3.6.5' }),
  'etcd-env-3-5': () => renderEtcdEnv({ node: { ...node, address: 'fd00::31' }, version: '3.5.24' }),
  'etcd-service': () => renderEtcdService({ program }),
  etcdctl: () => renderEtcdctl({ program: `${program}ctl`, endpoints: externalEndpoints(externalEtcdCluster()) }),
});
