import { renderEtcdService } from '../../src/render/etcd-service';
import { describeGoldens } from '../fakes/goldens';

describeGoldens('etcd-service', 'txt', {
  'etcd-service': () => renderEtcdService({ program: '/usr/local/libexec/etcd/etcd-v3.6.5-linux-amd64/etcd' }),
});
