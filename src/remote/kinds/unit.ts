import type { UnitResource } from '../../resources/resource';
import { sh } from '../../ssh/shell';
import { STAMPS_DIRECTORY } from '../places';
import type { Kind } from './kind';

const library = sh`
look_at_unit() {
  load='' active='' sub='' file='' stale=''
  while IFS='=' read -r key value; do
    case $key in
      LoadState) load=$value ;;
      ActiveState) active=$value ;;
      SubState) sub=$value ;;
      UnitFileState) file=$value ;;
      NeedDaemonReload) stale=$value ;;
    esac
  done <<END
$(systemctl show -p LoadState -p ActiveState -p SubState -p UnitFileState -p NeedDaemonReload -- "$1" 2>/dev/null)
END
  [ -n "$load" ] || { echo 'systemd does not answer'; exit 1; }
}

is_masked() { [ "$load" = masked ] || [ "$file" = masked ]; }

is_enabled() {
  case $file in enabled | static | alias | generated | indirect | transient) true ;; *) false ;; esac
}

stamp_of() { cat -- "$1" 2>/dev/null || true; }

# check_unit NAME ENABLED ACTIVE MASKED STAMP STAMP_FILE; wishes are yes, no or empty
check_unit() {
  look_at_unit "$1"
  if [ "$4" = yes ]; then
    is_masked || { echo "\${file:-not masked}, want masked"; exit 1; }
    return 0
  fi
  if [ "$load" = not-found ]; then
    [ "$2" = yes ] || [ "$3" = yes ] || return 0
    echo 'systemd knows no such unit'
    exit 1
  fi
  why=''
  because() { why="\${why:+$why; }$1"; }
  ! is_masked || because 'masked'
  [ "$stale" != yes ] || because 'unit file changed, systemd has not re-read it'
  if [ "$2" = yes ]; then is_enabled || because "\${file:-disabled}, want enabled"
  elif [ "$file" = enabled ]; then because 'enabled, want disabled'; fi
  case $3:$active in
    yes:active | yes:reloading | no:inactive | no:failed | :*) ;;
    yes:*) because "$active ($sub), want active" ;;
    no:*) because "$active ($sub), want stopped" ;;
  esac
  if [ -n "$5" ] && [ "$(stamp_of "$6")" != "$5" ]; then because 'its inputs changed since it was last restarted'; fi
  [ -z "$why" ] || { echo "$why"; exit 1; }
}

# Runs systemctl and says what the unit logged when that fails.
turn_unit() {
  since=$(date '+%Y-%m-%d %H:%M:%S')
  systemctl "$1" -- "$2" && return
  journalctl -u "$2" --since "$since" -n 15 --no-pager -o cat 2>/dev/null || true
  return 1
}

# apply_unit NAME ENABLED ACTIVE MASKED STAMP STAMP_FILE VERB
apply_unit() {
  look_at_unit "$1"
  if [ "$4" = yes ]; then
    [ "$load" = not-found ] || systemctl stop -- "$1"
    systemctl mask -- "$1"
    return
  fi
  ! is_masked || systemctl unmask -- "$1"
  # The first drop-in of a unit is no news to systemd before 256 (its issue 31752), so that new inputs are read anyway.
  if [ "$stale" = yes ] || [ "$load" = not-found ] || [ "$load" = masked ] || [ "$(stamp_of "$6")" != "$5" ]; then
    systemctl daemon-reload
    look_at_unit "$1"
  fi
  if [ "$2" = yes ]; then is_enabled || systemctl enable -- "$1"
  elif [ "$file" = enabled ]; then systemctl disable -- "$1"; fi
  case $3:$active in
    yes:active | yes:reloading) [ "$(stamp_of "$6")" = "$5" ] || turn_unit "$7" "$1" ;;
    yes:*)
      systemctl reset-failed -- "$1" 2>/dev/null || true
      turn_unit start "$1"
      ;;
    no:inactive | no:failed) ;;
    no:*) turn_unit stop "$1" ;;
    :*) [ -z "$5" ] || [ "$(stamp_of "$6")" = "$5" ] || turn_unit try-restart "$1" ;;
  esac
  [ -z "$5" ] || printf '%s\\n' "$5" | put_file "$6" 0600 "$(self)"
}
`;

const wish = (value: boolean | undefined): string => (value === undefined ? '' : value ? 'yes' : 'no');

function wishes({ name, enabled, active, masked, stamp = '' }: UnitResource): string[] {
  return [name, wish(enabled), wish(active), wish(masked), stamp, `${STAMPS_DIRECTORY}/${name}`];
}

export const unit: Kind<UnitResource> = {
  library,
  subject: ({ name }) => name,
  check: (resource) => sh`check_unit ${wishes(resource)}`,
  apply: (resource) =>
    sh`apply_unit ${[...wishes(resource), resource.takeUp === 'reload' ? 'reload-or-restart' : 'restart']}`,
};
