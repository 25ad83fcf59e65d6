import type { HostnameResource } from '../../resources/resource';
import { sh, type ShellText } from '../../ssh/shell';
import type { Kind } from './kind';

const library = sh`
static_hostname() { sed -n '/^[^#]/{p;q;}' "$1" 2>/dev/null | tr -d '[:space:]'; }

# check_hostname NAME FILE
check_hostname() {
  static=$(static_hostname "$2")
  running=$(uname -n)
  if [ "$running" != "$1" ]; then echo "$running, want $1"; return 1; fi
  if [ "$static" != "$1" ]; then echo "\${static:-unset} after a reboot, want $1"; return 1; fi
}

# apply_hostname NAME FILE
apply_hostname() {
  if hostnamectl set-hostname -- "$1" 2>/dev/null && check_hostname "$@" >/dev/null; then return; fi
  written=$(mktemp)
  printf '%s\\n' "$1" >"$written"
  put_file "$2" 0644 "$(self)" <"$written" || overwrite_file "$written" "$2"
  rm -f -- "$written"
  [ "$(uname -n)" = "$1" ] || hostname -- "$1"
}
`;

/** `file` is the node's own unless a test brings its own. */
export function checkHostname(name: string, file = '/etc/hostname'): ShellText {
  return sh`check_hostname ${name} ${file}`;
}

/** As `checkHostname`. */
export function applyHostname(name: string, file = '/etc/hostname'): ShellText {
  return sh`apply_hostname ${name} ${file}`;
}

export const hostname: Kind<HostnameResource> = {
  library,
  subject: () => 'hostname',
  check: ({ name }) => checkHostname(name),
  apply: ({ name }) => applyHostname(name),
};
