import { isEtcdNode } from '../render/parts/external-etcd';
import type { Resource } from '../resources/resource';
import type { BuildStep } from './step-input';

/** The node's member does not run, nor start at boot; its certificates, and the CA with them, are gone. */
export const retireEtcd: BuildStep = ({ node }) => {
  if (!isEtcdNode(node)) return undefined;
  const paths = ['/etc/systemd/system/etcd.service', '/etc/etcd', '/usr/local/bin/etcdctl'];
  return {
    name: 'retire-etcd',
    title: 'Stop etcd',
    resources: [
      { kind: 'unit', name: 'etcd.service', enabled: false, active: false, disruption: 'service' },
      ...paths.map((path): Resource => ({ kind: 'absent', path, disruption: 'none' })),
    ],
  };
};
