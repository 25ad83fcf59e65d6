import { kubernetesTraces } from '../../../src/catalog/kubernetes/traces';
import { ETCD_BACKUPS_DIRECTORY, RECOVERY_DIRECTORY } from '../../../src/remote/etcd-recovery/places';

test('copies of etcd’s data, and a recovery that was cut off, go with the cluster that they are of', () => {
  expect(kubernetesTraces.paths).toEqual(expect.arrayContaining([ETCD_BACKUPS_DIRECTORY, RECOVERY_DIRECTORY]));
});
