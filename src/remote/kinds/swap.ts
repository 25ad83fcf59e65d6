import type { SwapResource } from '../../resources/resource';
import { sh, type ShellText } from '../../ssh/shell';
import type { Kind } from './kind';

const library = sh`
# The kernel shows a container its host's swap, and would let a privileged one turn it off.
is_foreign_swap() { systemd-detect-virt --container --quiet 2>/dev/null; }

swaps_in_use() { sed -n '2,$s/[[:space:]].*//p' "$1" 2>/dev/null; }

fstab_swaps() { grep -cE '^[[:space:]]*[^#[:space:]]+[[:space:]]+[^[:space:]]+[[:space:]]+swap([[:space:]]|$)' "$1" 2>/dev/null || true; }

swap_units() {
  systemctl list-units --type=swap --all --no-legend --plain 2>/dev/null | sed -n 's/^[^[:alnum:]]*\\([^[:space:]]*\\.swap\\)[[:space:]]\\{1,\\}loaded.*/\\1/p'
}

zram_services() {
  for service in zramswap.service zram-swap.service zram-config.service; do
    [ "$(systemctl is-enabled -- "$service" 2>/dev/null)" != enabled ] || echo "$service"
  done
}

# check_swap FSTAB SWAPS
check_swap() {
  why=''
  count=$(fstab_swaps "$1")
  [ "\${count:-0}" = 0 ] || why="$1 mounts swap"
  used=$(swaps_in_use "$2" | tr '\\n' ' ')
  if [ -n "$used" ] && ! is_foreign_swap; then
    why="\${why:+$why; }in use: \${used% }"
  fi
  # Units made from fstab go with its lines; the rest comes back at the next boot unless masked.
  services=$(is_foreign_swap || zram_services)
  [ -z "$services" ] || why="\${why:+$why; }enabled: "$(echo $services)
  [ -z "$why" ] || { echo "$why"; exit 1; }
  if [ -n "$used" ]; then echo "in use by the host of this container: \${used% }"; exit 3; fi
}

# apply_swap FSTAB SWAPS
apply_swap() {
  count=$(fstab_swaps "$1")
  if [ "\${count:-0}" != 0 ]; then
    [ -e "$1.before-slipway" ] || cp -p -- "$1" "$1.before-slipway"
    edited=$(mktemp)
    sed -E 's/^[[:space:]]*[^#[:space:]]+[[:space:]]+[^[:space:]]+[[:space:]]+swap([[:space:]]|$)/# off for Kubernetes: &/' "$1" >"$edited"
    put_file "$1" "0$(stat -c %a -- "$1")" "$(stat -c %u:%g -- "$1")" <"$edited" || overwrite_file "$edited" "$1"
    rm -f -- "$edited"
  fi
  ! is_foreign_swap || return 0
  for service in $(zram_services); do systemctl disable --now -- "$service"; done
  [ -n "$(swaps_in_use "$2")" ] || return 0
  for unit in $(swap_units); do
    systemctl stop -- "$unit" || true
    systemctl mask -- "$unit"
  done
  [ -z "$(swaps_in_use "$2")" ] || swapoff -a
}
`;

/** `fstab` and `swaps` are the node's own unless a test brings its own. */
export function checkSwap(fstab = '/etc/fstab', swaps = '/proc/swaps'): ShellText {
  return sh`check_swap ${fstab} ${swaps}`;
}

/** As `checkSwap`. */
export function applySwap(fstab = '/etc/fstab', swaps = '/proc/swaps'): ShellText {
  return sh`apply_swap ${fstab} ${swaps}`;
}

export const swap: Kind<SwapResource> = {
  library,
  subject: () => 'swap',
  check: () => checkSwap(),
  apply: () => applySwap(),
};
