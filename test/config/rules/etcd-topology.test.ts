import { etcdTopology } from '../../../src/config/rules/etcd-topology';
import { describeRule } from './describe-rule';

describeRule('etcdTopology', etcdTopology, {
  good: { stacked: { etcd: { topology: 'stacked' } } },
  bad: { external: [{ etcd: { topology: 'external' } }, 'spec.etcd.topology: external etcd is not supported yet'] },
});
