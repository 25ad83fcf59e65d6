import { sh } from '../ssh/shell';

/**
 * Shell functions that every script on a node may use. A file is never seen half written: it is made beside its place,
 * synced, and renamed. `sync FILE` came with coreutils 8.24; before that, everything is synced.
 */
export const shellLibrary = sh`
umask 022

sync_path() { sync -d -- "$1" 2>/dev/null || sync; }

say() { printf '%s\\n' "$*" >&2; }

# put_file PATH MODE OWNER < content
put_file() {
  beside="\${1%/*}/.slipway.\${1##*/}."
  mkdir -p -- "\${1%/*}/" || return
  rm -f -- "$beside"????????
  new=$(mktemp "$beside"XXXXXXXX) || return
  cat >"$new" && put_in_place "$new" "$1" "$2" "$3" && return
  rm -f -- "$new"
  return 1
}

# put_in_place NEW PATH MODE OWNER: both on one file system
put_in_place() {
  chown -- "$4" "$1" && chmod -- "$3" "$1" && sync_path "$1" && mv -fT -- "$1" "$2" || return
  [ ! -e /sys/fs/selinux/enforce ] || restorecon -- "$2" 2>/dev/null || true
  sync_path "\${2%/*}/"
}

# Overwrites a file that cannot be replaced because something is mounted on it.
overwrite_file() {
  cat -- "$1" >"$2" && sync_path "$2"
}

self() { printf '%s:%s' "$(id -u)" "$(id -g)"; }
`;
