import type { TraceNames } from '../../../plan/traces';

/**
 * What Calico leaves on a machine, by whatever way it was installed. Not tunl0: it is the kernel's own, there as long as
 * its module is loaded, and cannot be deleted.
 */
export const calicoTraces: TraceNames = {
  interfaces: ['cali*', 'vxlan.calico', 'vxlan-v6.calico'],
  chains: ['cali-'],
  comments: ['cali:'],
  sets: ['cali40', 'cali60'],
  tables: ['ip calico', 'ip6 calico'],
  paths: ['/var/lib/calico', '/run/calico', '/var/log/calico', '/opt/cni/bin/calico', '/opt/cni/bin/calico-ipam'],
};
