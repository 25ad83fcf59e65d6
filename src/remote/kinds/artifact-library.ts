import { sh, shLines } from '../../ssh/shell';
import { APPLY_EXIT } from '../exit-codes';
import { DOWNLOADS_DIRECTORY } from '../places';

/**
 * A stamp says what was put in place and how each file looked right after: the first line is `sha256 title`, the others
 * `sha256|size|mtime|ctime|path`. A file whose looks did not change is not hashed again; ctime tells a tampered file
 * even where its mtime was set back.
 */
const stamps = sh`
looks_of() { stat -c '%s|%y|%z' -- "$1" 2>/dev/null; }
sum_of() { sum=$(sha256sum <"$1") && printf %s "\${sum%% *}"; }

# stamp_line PATH [SHA256]
stamp_line() { printf '%s|%s|%s\\n' "\${2:-$(sum_of "$1")}" "$(looks_of "$1")" "$1"; }

# is_as_stamped STAMP PATH
is_as_stamped() {
  line=$(grep -F -- "|$2" "$1" | while IFS= read -r each; do
    case $each in *"|$2") printf '%s' "$each" ;; esac
  done)
  [ -n "$line" ] && [ -f "$2" ] || return
  [ "\${line#*|}" = "$(looks_of "$2")|$2" ] || [ "\${line%%|*}" = "$(sum_of "$2")" ]
}

stamped_sum() { [ -e "$1" ] && sed -n '1s/ .*//p' "$1"; }
stamped_title() { sed -n '1s/^[^ ]* //p' "$1"; }
`;

const checks = sh`
# check_binary STAMP TITLE SHA256 PATH MODE
check_binary() {
  if [ ! -e "$4" ]; then echo 'missing'; return 1; fi
  if [ ! -f "$4" ] || [ -L "$4" ]; then echo "$4 is not a regular file"; return 1; fi
  if [ -e "$1" ] && [ "$(stamped_sum "$1")" != "$3" ] && is_as_stamped "$1" "$4"; then
    echo "$(stamped_title "$1"), want $2"
    return 1
  fi
  if ! { [ "$(stamped_sum "$1")" = "$3" ] && is_as_stamped "$1" "$4"; } && [ "$(sum_of "$4")" != "$3" ]; then
    [ -e "$1" ] && echo "$4 was changed, want $2" || echo "$4 is of unknown origin, want $2"
    return 1
  fi
  mode=$(stat -c %a -- "$4")
  [ "$mode" = "$5" ] || { echo "mode 0$mode, want 0$5"; return 1; }
}

# check_archive STAMP TITLE SHA256 INTO MEMBER...
check_archive() {
  stamp=$1 title=$2 sum=$3 into=$4
  shift 4
  if [ ! -e "$stamp" ]; then
    for member; do
      [ ! -e "$into/$member" ] || { echo "$into/$member is of unknown origin, want $title"; return 1; }
    done
    echo 'missing'
    return 1
  fi
  if [ "$(stamped_sum "$stamp")" != "$sum" ]; then echo "$(stamped_title "$stamp"), want $title"; return 1; fi
  for member; do
    if [ ! -e "$into/$member" ]; then echo "$into/$member is missing"; return 1; fi
    is_as_stamped "$stamp" "$into/$member" || { echo "$into/$member was changed, want $title"; return 1; }
  done
}
`;

const downloads = sh`
# fetch URL FILE: goes on where an earlier attempt stopped
fetch() {
  if command -v curl >/dev/null; then
    # A line of a curl config: backslash and double quote are its only special characters.
    printf 'url = "%s"\\n' "$(printf %s "$1" | sed 's/[\\\\"]/\\\\&/g')" |
      curl -K - -fsSL --connect-timeout 15 --speed-limit 1024 --speed-time 30 -C - -o "$2"
  else
    printf '%s\\n' "$1" | wget -q --timeout=30 --tries=1 -c -O "$2" -i -
  fi
}

# fetch_aloud TITLE URL FILE: fetch that says every three seconds how far it is
fetch_aloud() {
  fetch "$2" "$3" &
  fetching=$!
  beats=0
  while kill -0 "$fetching" 2>/dev/null; do
    sleep 0.2
    beats=$((beats + 1))
    [ $((beats % 15)) -ne 0 ] || say "$1: $(($(stat -c %s -- "$3" 2>/dev/null || echo 0) / 1048576)) MiB"
  done
  wait "$fetching"
}

# download TITLE SHA256 URL: leaves the verified file in $downloaded
download() {
  mkdir -p -m 0700 -- ${DOWNLOADS_DIRECTORY}
  downloaded=${DOWNLOADS_DIRECTORY}/$2
  [ ! -e "$downloaded" ] || [ "$(sum_of "$downloaded")" != "$2" ] || return 0
  partial=$downloaded.partial
  origin=$(printf %s "$3" | sed 's#//[^/@]*@#//#; s/?.*//')
  say "$1: downloading $origin"
  for pause in 1 2 0; do
    if [ -s "$partial" ]; then resumed=yes; else resumed=no; fi
    code=0
    fetch_aloud "$1" "$3" "$partial" || code=$?
    found=$(sum_of "$partial" 2>/dev/null || true)
    if [ "$found" = "$2" ]; then
      sync_path "$partial"
      mv -f -- "$partial" "$downloaded"
      return 0
    fi
    # What an earlier attempt left may have been of another file; a whole download that differs is the source's fault.
    if [ "$code" = 0 ] && [ "$resumed" = no ]; then
      rm -f -- "$partial"
      say "$1: $origin has sha256:$found, want sha256:$2; the download was deleted"
      return ${APPLY_EXIT.artifactMismatch}
    fi
    # The server refuses, or cannot go on from the middle (curl 22, 33, 36; wget 8): from the start next time.
    case $code in 0 | 8 | 22 | 33 | 36) rm -f -- "$partial" ;; esac
    sleep "$pause"
  done
  say "$1: could not be downloaded from $origin"
  return ${APPLY_EXIT.downloadFailed}
}
`;

const installs = sh`
# install_binary STAMP TITLE SHA256 URL PATH MODE
install_binary() {
  if [ -f "$5" ] && [ ! -L "$5" ] && [ "$(sum_of "$5")" = "$3" ]; then
    chmod -- "$6" "$5"
  else
    download "$2" "$3" "$4"
    put_file "$5" "$6" "$(self)" <"$downloaded"
    rm -f -- "$downloaded"
  fi
  { printf '%s %s\\n' "$3" "$2"; stamp_line "$5" "$3"; } | put_file "$1" 0600 "$(self)"
  say "$2: in place"
}

# install_archive STAMP TITLE SHA256 URL INTO MEMBER...: every file of the archive is moved in place, one by one
install_archive() {
  stamp=$1 title=$2 sum=$3 url=$4 into=$5
  shift 5
  download "$title" "$sum" "$url"
  staging=$into/.slipway-$sum
  rm -rf -- "$staging"
  mkdir -p -- "$staging"
  tar -xf "$downloaded" --no-same-owner -C "$staging"
  for member; do
    [ -f "$staging/$member" ] || { say "$title: the archive has no $member"; return 1; }
  done
  sync -f "$staging" 2>/dev/null || sync
  (cd "$staging" && find . -type d) | while IFS= read -r each; do mkdir -p -- "$into/$each"; done
  (cd "$staging" && find . ! -type d) | while IFS= read -r each; do
    mv -fT -- "$staging/$each" "$into/$each" || exit
    [ ! -e /sys/fs/selinux/enforce ] || restorecon -- "$into/$each" 2>/dev/null || true
  done
  rm -rf -- "$staging"
  sync -f "$into" 2>/dev/null || sync
  {
    printf '%s %s\\n' "$sum" "$title"
    for member; do stamp_line "$into/$member"; done
  } | put_file "$stamp" 0600 "$(self)"
  rm -f -- "$downloaded"
  say "$title: in place"
}
`;

export const artifactLibrary = shLines([stamps, checks, downloads, installs]);
