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

is_masked() { [ "$(readlink -- "$1/$2")" = /dev/null ]; }

# zram_services CONFIGURATION: those that are enabled
zram_services() {
  for service in zramswap.service zram-swap.service zram-config.service; do
    set -- "$1" "$1"/*.wants/"$service"
    [ ! -e "$2" ] || is_masked "$1" "$service" || echo "$service"
  done
}

# swap_at_boot CONFIGURATION GENERATED: units that will be started; those made from fstab go with its lines
swap_at_boot() {
  for unit in "$1"/*.wants/*.swap "$1"/*.requires/*.swap "$2"/generator*/*.swap; do
    [ -e "$unit" ] && ! is_masked "$1" "\${unit##*/}" && ! grep -qs '^SourcePath=/etc/fstab' "$unit" || continue
    echo "\${unit##*/}"
  done | sort -u
}

# swap_comes_back FSTAB CONFIGURATION GENERATED: what brings swap at the next boot, a line each
swap_comes_back() {
  count=$(fstab_swaps "$1")
  [ "\${count:-0}" = 0 ] || echo "$1"
  is_foreign_swap || { zram_services "$2"; swap_at_boot "$2" "$3"; }
}

# keep_from_boot CONFIGURATION UNIT: a file of its own cannot be masked
keep_from_boot() {
  if [ -e "$1/$2" ] && [ ! -L "$1/$2" ]; then systemctl disable -- "$2"; else systemctl mask -- "$2"; fi
}

# check_swap FSTAB SWAPS CONFIGURATION GENERATED
check_swap() {
  why=''
  count=$(fstab_swaps "$1")
  [ "\${count:-0}" = 0 ] || why="$1 mounts swap"
  used=$(swaps_in_use "$2" | tr '\\n' ' ')
  if [ -n "$used" ] && ! is_foreign_swap; then
    why="\${why:+$why; }in use: \${used% }"
  fi
  units=$(is_foreign_swap || { zram_services "$3"; swap_at_boot "$3" "$4"; })
  [ -z "$units" ] || why="\${why:+$why; }started at boot: "$(echo $units)
  [ -z "$why" ] || { echo "$why"; exit 1; }
  if [ -n "$used" ]; then echo "in use by the host of this container: \${used% }"; exit 3; fi
}

# apply_swap FSTAB SWAPS CONFIGURATION GENERATED
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
  for service in $(zram_services "$3"); do systemctl disable --now -- "$service"; done
  units=$(swap_at_boot "$3" "$4")
  [ -z "$(swaps_in_use "$2")" ] || units="$units $(swap_units)"
  for unit in $(printf '%s\\n' $units | sort -u); do
    systemctl stop -- "$unit" || true
    keep_from_boot "$3" "$unit"
  done
  [ -z "$(swaps_in_use "$2")" ] || swapoff -a
}
`;

export interface SwapPlaces {
  readonly fstab: string;
  readonly swaps: string;
  /** Where an administrator's units are, and links to those that are enabled. */
  readonly configuration: string;
  /** Where generators put theirs, below. */
  readonly generated: string;
}

const PLACES: SwapPlaces = {
  fstab: '/etc/fstab',
  swaps: '/proc/swaps',
  configuration: '/etc/systemd/system',
  generated: '/run/systemd',
};

const listPlaces = ({ fstab, swaps, configuration, generated }: SwapPlaces) => [fstab, swaps, configuration, generated];

/** The places are the node's own unless a test brings its own. */
export function checkSwap(places = PLACES): ShellText {
  return sh`check_swap ${listPlaces(places)}`;
}

/** As `checkSwap`. */
export function applySwap(places = PLACES): ShellText {
  return sh`apply_swap ${listPlaces(places)}`;
}

/** Prints what brings swap at the next boot, a line each: just what `checkSwap` finds pending of it. */
export function listPersistentSwap({ fstab, configuration, generated } = PLACES): ShellText {
  return sh`swap_comes_back ${[fstab, configuration, generated]}`;
}

export const swap: Kind<SwapResource> = {
  library,
  subject: () => 'swap',
  check: () => checkSwap(),
  apply: () => applySwap(),
};
