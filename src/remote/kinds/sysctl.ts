import type { SysctlResource } from '../../resources/resource';
import { sh } from '../../ssh/shell';
import { REFUSED_DIRECTORY } from '../places';
import type { Kind } from './kind';

const library = sh`
# check_sysctl FILE VALUE REQUIRED REFUSED
check_sysctl() {
  if [ ! -e "$1" ]; then
    echo 'this kernel has no such parameter'
    [ "$3" = yes ] && exit 1 || exit 3
  fi
  found=$(tr -s '[:space:]' ' ' <"$1")
  found=\${found% }
  [ "$found" != "$2" ] || return 0
  why="\${found:-empty}, want $2"
  if [ "$3" != yes ] && { [ ! -w "$1" ] || [ "$(cat -- "$4" 2>/dev/null)" = "$2" ]; }; then
    echo "$why, and this node does not allow it"
    exit 3
  fi
  echo "$why"
  exit 1
}

# apply_sysctl FILE VALUE REQUIRED REFUSED: a refusal is remembered until the next boot
apply_sysctl() {
  if [ -e "$1" ] && printf '%s\\n' "$2" 2>/dev/null >"$1"; then rm -f -- "$4"; return; fi
  [ "$3" != yes ] || return 1
  mkdir -p -- "\${4%/*}"
  printf '%s\\n' "$2" >"$4"
}
`;

/** A dot separates path parts; a key that has slashes (an interface name with a dot in it) is a path already. */
function toPath(key: string): string {
  return `/proc/sys/${key.includes('/') ? key : key.replaceAll('.', '/')}`;
}

const callArguments = ({ key, value, required }: SysctlResource): string[] => [
  toPath(key),
  value.trim().replaceAll(/\s+/g, ' '),
  required ? 'yes' : 'no',
  `${REFUSED_DIRECTORY}/sysctl-${key.replaceAll('/', '.')}`,
];

export const sysctl: Kind<SysctlResource> = {
  library,
  subject: ({ key }) => key,
  check: (resource) => sh`check_sysctl ${callArguments(resource)}`,
  apply: (resource) => sh`apply_sysctl ${callArguments(resource)}`,
};
