import type { Rule } from './rule';

/** `external` is a reserved word of the format. */
export const etcdTopology: Rule = {
  reads: ['spec.etcd'],
  check: ({ cluster }) =>
    cluster.spec.etcd.topology === 'stacked'
      ? []
      : [{ path: ['spec', 'etcd', 'topology'], message: 'external etcd is not supported yet', accepted: 'stacked' }],
};
