import { renderEtcdEnv } from '../../src/render/etcd-env';
import { externalEtcdCluster, nodeOf } from '../fakes/clusters';
import { describeGoldens } from '../fakes/goldens';

const node = nodeOf(externalEtcdCluster(), 'etcd-1');

describeGoldens('etcd-env', 'txt', {
  'etcd-3.6': () => renderEtcdEnv({ node, version: '3.6.5' }),
  'etcd-3.5': () => renderEtcdEnv({ node: { ...node, address: 'fd00::31' }, version: '3.5.24' }),
});
