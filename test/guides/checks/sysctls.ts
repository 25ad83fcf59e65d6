import type { Check } from '../guide-case';
import { kubernetesNodes } from './cluster';

/** The guide's list, each key once: of several values the last, which is what a kernel ends up with. */
export const GUIDE_SYSCTLS: Readonly<Record<string, string>> = {
  'fs.file-max': '52706963',
  'fs.inotify.max_user_instances': '8192',
  'fs.inotify.max_user_watches': '524288',
  'fs.nr_open': '52706963',
  'kernel.pid_max': '4194303',
  'net.bridge.bridge-nf-call-arptables': '1',
  'net.bridge.bridge-nf-call-ip6tables': '1',
  'net.bridge.bridge-nf-call-iptables': '1',
  'net.core.netdev_max_backlog': '16384',
  'net.core.rmem_default': '6291456',
  'net.core.rmem_max': '16777216',
  'net.core.somaxconn': '32768',
  'net.core.wmem_default': '6291456',
  'net.core.wmem_max': '16777216',
  'net.ipv4.conf.all.arp_announce': '2',
  'net.ipv4.conf.all.rp_filter': '0',
  'net.ipv4.conf.default.arp_announce': '2',
  'net.ipv4.conf.default.rp_filter': '0',
  'net.ipv4.conf.lo.arp_announce': '2',
  'net.ipv4.ip_forward': '1',
  'net.ipv4.ip_local_port_range': '45001 65000',
  'net.ipv4.neigh.default.gc_stale_time': '120',
  'net.ipv4.tcp_fin_timeout': '30',
  'net.ipv4.tcp_keepalive_intvl': '30',
  'net.ipv4.tcp_keepalive_probes': '10',
  'net.ipv4.tcp_keepalive_time': '600',
  'net.ipv4.tcp_max_orphans': '262144',
  'net.ipv4.tcp_max_syn_backlog': '8096',
  'net.ipv4.tcp_max_tw_buckets': '6000',
  'net.ipv4.tcp_rmem': '10240 87380 12582912',
  'net.ipv4.tcp_syn_retries': '1',
  'net.ipv4.tcp_synack_retries': '2',
  'net.ipv4.tcp_syncookies': '1',
  'net.ipv4.tcp_timestamps': '1',
  'net.ipv4.tcp_tw_reuse': '1',
  'net.ipv4.tcp_wmem': '10240 87380 12582912',
  'net.ipv6.conf.all.disable_ipv6': '1',
  'net.ipv6.conf.default.disable_ipv6': '1',
  'net.ipv6.conf.lo.disable_ipv6': '1',
  'net.ipv6.neigh.default.gc_thresh1': '8192',
  'net.ipv6.neigh.default.gc_thresh2': '32768',
  'net.ipv6.neigh.default.gc_thresh3': '65536',
  'net.netfilter.nf_conntrack_max': '2310720',
  'vm.max_map_count': '262144',
  'vm.overcommit_memory': '1',
  'vm.panic_on_oom': '0',
  'vm.swappiness': '0',
};

/** Writing what is there already changes nothing, and tells whether the kernel lets this machine write it at all. */
const LOOK = `while read -r key value; do
  file=/proc/sys/$(echo "$key" | tr . /)
  found=$(tr -s '[:space:]' ' ' <"$file" 2>/dev/null) || { echo "absent $key"; continue; }
  found=\${found% }
  if [ "$found" = "$value" ]; then echo "set $key"
  elif ! echo "$found" 2>/dev/null >"$file"; then echo "refused $key"
  else echo "wrong $key=$found"; fi
done <<END
${Object.entries(GUIDE_SYSCTLS)
  .map((entry) => entry.join(' '))
  .join('\n')}
END`;

/** Where a machine refuses a parameter, its kernel does; there must be no other reason. */
export const kernelIsTuned: Check = {
  title: `each of the guide’s ${Object.keys(GUIDE_SYSCTLS).length} kernel parameters has its value, where the kernel lets a machine set it`,
  async run(bench) {
    const seen: string[] = [];
    for (const { name } of kubernetesNodes(bench)) {
      const said = (await bench.onMachine(name, LOOK)).split('\n');
      const count = (word: string) => said.filter((line) => line.startsWith(`${word} `)).length;
      const wrong = said.filter((line) => line.startsWith('wrong '));
      if (wrong.length > 0 || count('set') === 0) throw new Error(`${name}: ${said.join(', ')}`);
      seen.push(`${count('set')} set, ${count('refused')} refused, ${count('absent')} unknown on ${name}`);
    }
    return seen.join('; ');
  },
};
