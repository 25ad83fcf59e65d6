import type { KernelModuleResource } from '../../resources/resource';
import { sh } from '../../ssh/shell';
import { REFUSED_DIRECTORY } from '../places';
import type { Kind } from './kind';

const library = sh`
# A module that is compiled in may leave no trace but what it does.
is_module_present() {
  [ ! -d "/sys/module/$1" ] || return 0
  grep -qs "/$1\\.ko" "/lib/modules/$(uname -r)/modules.builtin" && return
  case $1 in
    br_netfilter) [ -e /proc/sys/net/bridge/bridge-nf-call-iptables ] ;;
    nf_conntrack) [ -e /proc/sys/net/netfilter/nf_conntrack_max ] ;;
    ip_tables) [ -e /proc/net/ip_tables_names ] ;;
    ip6_tables) [ -e /proc/net/ip6_tables_names ] ;;
    ip_vs) [ -e /proc/net/ip_vs ] ;;
    *) grep -qs "[[:space:]]$1\\$" /proc/filesystems ;;
  esac
}

# check_module NAME REQUIRED REFUSED
check_module() {
  ! is_module_present "$1" || return 0
  if [ "$2" != yes ] && { [ -e "$3" ] || ! modprobe -n -q -- "$1" 2>/dev/null; }; then
    echo 'this kernel does not have it'
    exit 3
  fi
  echo 'not loaded'
  exit 1
}

# apply_module NAME REQUIRED REFUSED: a refusal is remembered until the next boot
apply_module() {
  if modprobe -- "$1"; then rm -f -- "$3"; return; fi
  [ "$2" != yes ] || return 1
  mkdir -p -- "\${3%/*}"
  : >"$3"
}
`;

const callArguments = ({ name, required }: KernelModuleResource): string[] => {
  // The kernel writes names with underscores, whatever the file is called.
  const canonical = name.replaceAll('-', '_');
  return [canonical, required ? 'yes' : 'no', `${REFUSED_DIRECTORY}/module-${canonical}`];
};

export const kernelModule: Kind<KernelModuleResource> = {
  library,
  subject: ({ name }) => name,
  check: (resource) => sh`check_module ${callArguments(resource)}`,
  apply: (resource) => sh`apply_module ${callArguments(resource)}`,
};
