import type { ContainerClient } from '../../resources/resource';
import { raw, sh, shLines, type ShellText } from '../../ssh/shell';
import { listPersistentSwap } from '../kinds/swap';
import { FENCE_FILE } from '../places';
import { tellCgroupDrivers } from './cgroup-script';

/** What `tellMachine` looks at beyond what every node has. */
export interface MachineQuestions {
  readonly modules: readonly string[];
  readonly diskPaths: readonly string[];
  /** Names of hosts that the node must be able to resolve. */
  readonly resolve: readonly string[];
  /** Client of the runtime whose cgroup driver is told. */
  readonly client: ContainerClient;
}

/**
 * Shell functions of the probe. `tell KEY < TEXT` answers with one fact; `tell_each KEY TEXT` with one of several.
 * Needs `protocolLibrary`. Everything a fact says is text of the node's own, so it crosses as base64.
 */
export const probeLibrary = sh`
tell() { printf '%s fact %s %s\\n' "$nonce" "$1" "$(head -c 65536 | base64 -w 0)"; }
tell_file() { tell "$1" 2>/dev/null <"$2"; }
tell_each() { printf %s "$2" | tell "$1"; }

# nearest PATH: the path itself, or the first directory above it that exists
nearest() {
  near=$1
  while [ ! -e "$near" ]; do near=\${near%/*}; near=\${near:-/}; done
  printf %s "$near"
}

# limited COMMAND...: for what may hang on a sick node
limited() { timeout -k 1 5 "$@" </dev/null 2>/dev/null; }

tell_disks() {
  for path; do
    [ -w "$(nearest "$path")" ] && writable=yes || writable=no
    tell_each disk "$path $writable $(df -Pk -- "$(nearest "$path")" 2>/dev/null | awk 'NR == 2 { print $4 }')"
  done
}

tell_modules() {
  for module; do
    if is_module_present "$module"; then state=loaded
    elif modprobe -n -q -- "$module" 2>/dev/null; then state=loadable
    else state=missing
    fi
    tell_each module "$module $state"
  done
}

# A machine that a run has claimed has been asked this already.
tell_unresolvable() {
  [ ! -e ${FENCE_FILE} ] || return 0
  for host; do
    ( timeout 4 getent ahosts "$host" >/dev/null 2>&1 || tell_each unresolvable "$host" ) &
  done
  wait
}
`;

const tellHardware = sh`
for file in /etc/os-release /usr/lib/os-release; do
  [ -r "$file" ] && tell_file os-release "$file" && break
done
uname -m | tell architecture
uname -r | tell kernel
limited systemctl --version | head -n 1 | tell systemd
nproc | tell cpus
grep -m 1 MemTotal /proc/meminfo | tell memory
tell_file hostname /proc/sys/kernel/hostname
[ -r /etc/machine-id ] && tell_file machine-id /etc/machine-id
[ -r /sys/class/dmi/id/product_uuid ] && tell_file product-uuid /sys/class/dmi/id/product_uuid
ip -o link show | tell links
ip -o address show | tell addresses
{ ip -o route show default; ip -o -6 route show default; } 2>/dev/null | tell routes
stat -f -c %T /sys/fs/cgroup | tell cgroup
tail -n +2 /proc/swaps | tell swaps
( ${raw(listPersistentSwap())} ) | tell swap-persistent`;

const tellSystem = sh`
ss -Hltnp 2>/dev/null | tell listeners
if command -v cloud-init >/dev/null; then limited cloud-init status | head -n 1 | tell cloud-init; fi
for lock in /var/lib/dpkg/lock-frontend /var/lib/dpkg/lock /var/lib/apt/lists/lock /var/lib/rpm/.rpm.lock; do
  [ -e "$lock" ] || continue
  holder=$(awk -v inode=":$(stat -c %i "$lock")\$" '$2 ~ /^(POSIX|OFDLCK|FLOCK)$/ && $6 ~ inode { print $5; exit }' /proc/locks)
  [ -z "$holder" ] || tell_each package-lock "$lock $holder $(cat "/proc/$holder/comm" 2>/dev/null)"
done
# Pods get the servers that the kubelet reads: kubeadm points it past systemd-resolved's stub where that runs.
if limited systemctl -q is-active systemd-resolved && [ -r /run/systemd/resolve/resolv.conf ]; then
  tell_file resolvers /run/systemd/resolve/resolv.conf
elif [ -r /etc/resolv.conf ]; then
  tell_file resolvers /etc/resolv.conf
fi
if limited systemctl -q is-active firewalld; then tell_each firewall firewalld
elif grep -qsx 'ENABLED=yes' /etc/ufw/ufw.conf && limited systemctl -q is-active ufw; then tell_each firewall ufw
fi
for unit in iptables ip6tables nftables netfilter-persistent; do
  if limited systemctl -q is-active "$unit"; then tell_each rules-loaded-by "$unit"; fi
done
if [ -r /sys/fs/selinux/enforce ]; then tell_file selinux /sys/fs/selinux/enforce; fi`;

const tellPackages = sh`
for command in containerd runc docker crio kubeadm kubelet kubectl; do
  path=$(command -v "$command") || continue
  case $command in
    kubeadm) limited "$path" version -o short ;;
    kubectl) limited "$path" version --client ;;
    *) limited "$path" --version ;;
  esac | head -n 1 | tell "version-$command"
done`;

/** Asks what the machine is: operating system, hardware, network, kernel, disks, packages. Changes nothing. */
export function tellMachine({ modules, diskPaths, resolve, client }: MachineQuestions): ShellText {
  return shLines([
    tellHardware,
    sh`tell_disks ${diskPaths}`,
    sh`tell_modules ${modules}`,
    tellSystem,
    tellPackages,
    tellCgroupDrivers(client),
    sh`tell_unresolvable ${resolve}`,
  ]);
}

/**
 * Times up to 120 synchronous writes of etcd's usual size where `directory` is or will be, for 0.8 s at most, in
 * a file of its own that is gone afterwards. Not where etcd may be at work, nor on a machine that a run has claimed.
 */
export function tellSyncLatency(directory: string): ShellText {
  return sh`
[ ! -e ${FENCE_FILE} ] && [ ! -e ${`${directory}/member`} ] && sync_file=$(mktemp "$(nearest ${directory})/.slipway-sync.XXXXXX") && {
  trap 'rm -f -- "$sync_file"' EXIT
  sync_end=$(($(date +%s%N) + 800000000)) sync_count=0
  while [ "$sync_count" -lt 120 ] && [ "$(date +%s%N)" -lt "$sync_end" ]; do
    dd if=/dev/zero of="$sync_file" bs=2300 count=1 seek="$sync_count" conv=notrunc oflag=dsync 2>&1
    sync_count=$((sync_count + 1))
  done | grep -o '[0-9.e-]* s,' | tell sync-seconds
  rm -f -- "$sync_file"
}
`;
}
