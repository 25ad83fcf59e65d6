import type { HostsResource } from '../../resources/resource';
import { sh, type ShellText } from '../../ssh/shell';
import type { Kind } from './kind';

const BEGIN = '# BEGIN slipway';
const END = '# END slipway';

const library = sh`
# Lines between the marks, marks excluded.
hosts_block() { sed -n '/^# BEGIN slipway$/,/^# END slipway$/{/^# \\(BEGIN\\|END\\) slipway$/!p;}' "$1" 2>/dev/null; }

# check_hosts FILE BLOCK: without a block there are no marks either
check_hosts() {
  found=$(hosts_block "$1")
  if [ -z "$2" ]; then
    ! grep -qs '^# BEGIN slipway$' "$1" || { echo 'entries present, want none'; return 1; }
    return 0
  fi
  [ "$found" != "$2" ] || return 0
  [ -n "$found" ] && echo 'entries differ' || echo 'entries missing'
  return 1
}

# apply_hosts FILE BLOCK MARKED_BLOCK: a mark without its partner takes no foreign line with it
apply_hosts() {
  edited=$(mktemp)
  if [ -e "$1" ]; then
    if [ "$(grep -c '^# BEGIN slipway$' "$1")" = "$(grep -c '^# END slipway$' "$1")" ]; then
      sed '/^# BEGIN slipway$/,/^# END slipway$/d' "$1" >"$edited"
    else
      sed '/^# \\(BEGIN\\|END\\) slipway$/d' "$1" >"$edited"
    fi
    [ -z "$(tail -c 1 "$edited")" ] || echo >>"$edited"
  fi
  [ -z "$2" ] || printf '%s\\n' "$3" >>"$edited"
  put_file "$1" 0644 "$(self)" <"$edited" || overwrite_file "$edited" "$1"
  rm -f -- "$edited"
}
`;

type Entries = HostsResource['entries'];

function toBlock(entries: Entries): string {
  return entries.map(({ address, names }) => [address, ...names].join(' ')).join('\n');
}

/** `file` is the node's own unless a test brings its own. */
export function checkHosts(entries: Entries, file = '/etc/hosts'): ShellText {
  return sh`check_hosts ${file} ${toBlock(entries)}`;
}

/** As `checkHosts`. */
export function applyHosts(entries: Entries, file = '/etc/hosts'): ShellText {
  const block = toBlock(entries);
  return sh`apply_hosts ${file} ${block} ${[BEGIN, block, END].join('\n')}`;
}

export const hosts: Kind<HostsResource> = {
  library,
  subject: () => '/etc/hosts',
  check: ({ entries }) => checkHosts(entries),
  apply: ({ entries }) => applyHosts(entries),
};
