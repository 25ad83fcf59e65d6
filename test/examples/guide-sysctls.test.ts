import { optionalSysctls, requiredSysctls } from '../../src/catalog/kubernetes/sysctls';
import { readExample } from './examples';
import { GUIDE_SYSCTLS } from '../guides/checks/sysctls';

test.each(['guides/002.yaml', 'guides/002-external-etcd.yaml', 'guides/002-calico-operator.yaml'])(
  'of %s a node gets the list of the guide, no more and no less',
  (file) => {
    const cluster = readExample(file);
    expect({ ...optionalSysctls(cluster), ...requiredSysctls(cluster) }).toEqual(GUIDE_SYSCTLS);
  },
);
