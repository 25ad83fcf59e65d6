import { sh } from '../../ssh/shell';

/**
 * Interfaces, routes and packet filters. Chains are taken out one by one, with the rules that lead to them, so that
 * every other rule stays as it is, and with it the way in by SSH. Needs $trace_interfaces, $trace_subnets,
 * $trace_chains and $trace_tables.
 */
export const networkTraces = sh`
# is_of_pods INTERFACE
is_of_pods() {
  while IFS= read -r pattern; do
    case $1 in $pattern) return 0 ;; esac
  done <<END
$trace_interfaces
END
  return 1
}

present_interfaces() {
  for link in /sys/class/net/*; do
    link=\${link##*/}
    is_of_pods "$link" && echo "$link"
  done
}

list_interfaces() { present_interfaces | while IFS= read -r link; do trace "interface $link"; done; }

clear_interfaces() { present_interfaces | while IFS= read -r link; do ip link delete "$link"; done; }

# Routes to pods that go over the machine's own interfaces; the others went with theirs.
pod_routes() {
  for subnet in $trace_subnets; do
    case $subnet in *:*) family=-6 ;; *) family=-4 ;; esac
    ip "$family" -o route show root "$subnet" 2>/dev/null | while IFS= read -r route; do
      link=\${route##* dev } link=\${link%% *}
      is_of_pods "$link" || echo "$family $route"
    done
  done
}

list_routes() { pod_routes | while IFS= read -r route; do trace "route \${route#* }" '' passing; done; }

clear_routes() { pod_routes | while read -r family route; do ip "$family" route delete $route; done; }

present_tables() {
  command -v nft >/dev/null || return 0
  nft list tables 2>/dev/null | while read -r _ family name; do
    printf '%s\\n' "$trace_tables" | grep -qxF -- "$family $name" && echo "$family $name"
  done
}

list_tables() { present_tables | while IFS= read -r table; do trace "nftables table $table"; done; }

clear_tables() { present_tables | while read -r family name; do nft delete table "$family" "$name"; done; }

# Both kinds of tables, where the machine has both.
filters() {
  for filter in iptables ip6tables iptables-legacy ip6tables-legacy; do
    path=$(command -v "$filter-save") || continue
    case $filter in
      *-legacy) [ "$(readlink -f "$path")" = "$(readlink -f "$(command -v "\${filter%-legacy}-save")")" ] && continue ;;
    esac
    echo "$filter"
  done
}

# uninstall_chains FILTER: what takes the chains and rules of Kubernetes away, as the filter's -restore reads it
uninstall_chains() {
  "$1-save" 2>/dev/null | awk -v beginnings="$trace_chains" -v comments="$trace_comments" '
    BEGIN { count = split(beginnings, beginning, " "); marks = split(comments, mark, " ") }
    function is_ours(chain,   i) {
      for (i = 1; i <= count; i++) if (index(chain, beginning[i]) == 1) return 1
      return 0
    }
    function leads_to_ours(   i) {
      for (i = 3; i < NF; i++) if (($i == "-j" || $i == "-g") && is_ours($(i + 1))) return 1
      return 0
    }
    function is_marked(   i, j) {
      for (i = 3; i < NF; i++) if ($i == "--comment")
        for (j = 1; j <= marks; j++) if (index($(i + 1), mark[j]) == 1 || index($(i + 1), "\\"" mark[j]) == 1) return 1
      return 0
    }
    /^[*]/ { table = $0; rules = flushes = deletes = "" }
    /^:/ && is_ours(substr($1, 2)) {
      flushes = flushes "-F " substr($1, 2) "\\n"
      deletes = deletes "-X " substr($1, 2) "\\n"
    }
    /^-A / && !is_ours($2) && (leads_to_ours() || is_marked()) { rules = rules "-D" substr($0, 3) "\\n" }
    /^COMMIT/ && (rules flushes) != "" { printf "%s\\n%s%s%sCOMMIT\\n", table, rules, flushes, deletes }
  '
}

list_chains() {
  filters | while IFS= read -r filter; do
    count=$(uninstall_chains "$filter" | grep -c '^-[DX]')
    [ "$count" -eq 0 ] || trace "$filter chains and rules of Kubernetes" "$count"
  done
}

clear_chains() {
  filters | while IFS= read -r filter; do uninstall_chains "$filter" | "$filter-restore" --noflush; done
}

# Virtual servers at the addresses of kube-proxy's own interface, and node ports; others' are not looked at.
virtual_servers() {
  command -v ipvsadm >/dev/null && [ -e /sys/class/net/kube-ipvs0 ] || return 0
  own=$(ip -o address show dev kube-ipvs0 | awk '{ sub("/.*", "", $4); print $4 }')
  ipvsadm -Sn 2>/dev/null | while read -r verb kind server _; do
    [ "$verb" = -A ] || continue
    address=\${server%:*} port=\${server##*:}
    address=\${address#[} address=\${address%]}
    printf '%s\\n' "$own" | grep -qxF -- "$address" || { [ "$port" -ge 30000 ] && [ "$port" -le 32767 ]; } || continue
    echo "$kind $server"
  done
}

list_virtual_servers() {
  count=$(virtual_servers | wc -l)
  [ "$count" -eq 0 ] || trace 'IPVS virtual servers of kube-proxy' "$count"
}

clear_virtual_servers() {
  virtual_servers | while read -r kind server; do ipvsadm -D "$kind" "$server"; done
}

present_sets() {
  command -v ipset >/dev/null || return 0
  ipset list -n 2>/dev/null | while IFS= read -r name; do
    for beginning in $trace_sets; do
      case $name in "$beginning"*) echo "$name" ;; esac
    done
  done
}

list_sets() {
  count=$(present_sets | wc -l)
  [ "$count" -eq 0 ] || trace 'IP sets of Kubernetes' "$count"
}

# Some are sets of sets, and one that is still in another cannot go.
clear_sets() {
  present_sets | while IFS= read -r name; do ipset flush "$name"; done
  present_sets | while IFS= read -r name; do ipset destroy "$name"; done
}
`;
