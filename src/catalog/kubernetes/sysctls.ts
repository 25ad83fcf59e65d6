import type { Cluster } from '../../config/cluster';

type Sysctls = Readonly<Record<string, string>>;

const FOR_PODS: Sysctls = {
  'net.ipv4.ip_forward': '1',
  'net.bridge.bridge-nf-call-iptables': '1',
  'net.bridge.bridge-nf-call-ip6tables': '1',
};

const FOR_IPV6: Sysctls = { 'net.ipv6.conf.all.forwarding': '1', 'net.ipv6.conf.default.forwarding': '1' };

const WITHOUT_IPV6: Sysctls = {
  'net.ipv6.conf.all.disable_ipv6': '1',
  'net.ipv6.conf.default.disable_ipv6': '1',
  'net.ipv6.conf.lo.disable_ipv6': '1',
};

/** Longer queues, larger tables and buffers, higher limits, no memory promised away: a widespread list, each key once. */
const TUNED: Sysctls = {
  'fs.file-max': '52706963',
  'fs.nr_open': '52706963',
  'fs.inotify.max_user_instances': '8192',
  'fs.inotify.max_user_watches': '524288',
  'kernel.pid_max': '4194303',
  'vm.swappiness': '0',
  'vm.overcommit_memory': '1',
  'vm.panic_on_oom': '0',
  'vm.max_map_count': '262144',
  'net.core.netdev_max_backlog': '16384',
  'net.core.somaxconn': '32768',
  'net.core.rmem_default': '6291456',
  'net.core.wmem_default': '6291456',
  'net.core.rmem_max': '16777216',
  'net.core.wmem_max': '16777216',
  'net.ipv4.tcp_rmem': '10240 87380 12582912',
  'net.ipv4.tcp_wmem': '10240 87380 12582912',
  'net.ipv4.tcp_max_orphans': '262144',
  'net.ipv4.tcp_max_syn_backlog': '8096',
  'net.ipv4.tcp_syn_retries': '1',
  'net.ipv4.tcp_synack_retries': '2',
  'net.ipv4.tcp_syncookies': '1',
  'net.ipv4.tcp_timestamps': '1',
  'net.ipv4.tcp_tw_reuse': '1',
  'net.ipv4.tcp_max_tw_buckets': '6000',
  'net.ipv4.tcp_fin_timeout': '30',
  'net.ipv4.tcp_keepalive_time': '600',
  'net.ipv4.tcp_keepalive_intvl': '30',
  'net.ipv4.tcp_keepalive_probes': '10',
  'net.ipv4.ip_local_port_range': '45001 65000',
  'net.ipv4.neigh.default.gc_stale_time': '120',
  'net.ipv4.conf.all.rp_filter': '0',
  'net.ipv4.conf.default.rp_filter': '0',
  'net.ipv4.conf.all.arp_announce': '2',
  'net.ipv4.conf.default.arp_announce': '2',
  'net.ipv4.conf.lo.arp_announce': '2',
  'net.ipv6.neigh.default.gc_thresh1': '8192',
  'net.ipv6.neigh.default.gc_thresh2': '32768',
  'net.ipv6.neigh.default.gc_thresh3': '65536',
  'net.bridge.bridge-nf-call-arptables': '1',
  'net.netfilter.nf_conntrack_max': '2310720',
};

/** Kernel parameters without which pods have no network. */
export function requiredSysctls(cluster: Cluster): Sysctls {
  return hasIpv6(cluster) ? { ...FOR_PODS, ...FOR_IPV6 } : FOR_PODS;
}

/** Kernel parameters that a node may refuse: those of the profile, and the cluster file's own in their place. */
export function optionalSysctls(cluster: Cluster): Sysctls {
  const { profile, values } = cluster.spec.os.sysctls;
  const ofProfile = profile === 'tuned' ? { ...TUNED, ...(hasIpv6(cluster) ? {} : WITHOUT_IPV6) } : {};
  const all = { ...ofProfile, ...values };
  const required = requiredSysctls(cluster);
  return Object.fromEntries(Object.entries(all).filter(([key]) => !Object.hasOwn(required, key)));
}

function hasIpv6({ spec: { networking } }: Cluster): boolean {
  return networking.podSubnet.includes(':');
}
