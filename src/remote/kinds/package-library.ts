import { sh, shLines } from '../../ssh/shell';
import { APPLY_EXIT } from '../exit-codes';

/** From when a lock was first found held: most that others do is over by then, and a run tries again after that. */
const LOCK_WAIT_SECONDS = 300;
/** What apt, dpkg, dnf and yum say of a lock that somebody else holds. */
const BUSY =
  'could not get lock|is another process using it|locked by ([a-z]+ process|[0-9])|waiting for process|transaction lock|holding the yum lock|another copy is running';

const versions = sh`
# is_version FOUND WANTED: an epoch counts only where one is wanted; what the distribution adds only where it is wanted
is_version() {
  case $2 in *:*) bare=$1 ;; *) bare=\${1#*:} ;; esac
  upstream=\${bare%-*}
  [ "$bare" = "$2" ] || [ "$upstream" = "$2" ] || [ "\${upstream%%[+~]d[fs]*}" = "$2" ]
}
`;

const checks = sh`
# check_apt NAME VERSION HOLD
check_apt() {
  found=$(dpkg-query -W -f '\${Status}|\${Version}' -- "$1" 2>/dev/null) || found='unknown ok not-installed|'
  case $found in
    *' ok installed|'*) ;;
    *' not-installed|'* | *' config-files|'*) echo 'not installed'; return 1 ;;
    *) echo 'half installed'; return 1 ;;
  esac
  if [ -n "$2" ] && ! is_version "\${found#*|}" "$2"; then echo "\${found#*|}, want $2"; return 1; fi
  case $3:$found in yes:hold*) ;; yes:*) echo 'not held'; return 1 ;; esac
}

# rpm_version NAME: of the newest that is installed; with an epoch where it has one
rpm_version() { rpm -q --qf '%|EPOCH?{%{EPOCH}:}:{}|%{VERSION}-%{RELEASE}\\n' -- "$1" 2>/dev/null | tail -n 1; }

# check_rpm NAME VERSION HOLD
check_rpm() {
  if [ -z "$2$3" ]; then
    rpm -q --whatprovides -- "$1" >/dev/null 2>&1 || { echo 'not installed'; return 1; }
    return 0
  fi
  found=$(rpm_version "$1")
  case $found in '' | *' '*) echo 'not installed'; return 1 ;; esac
  if [ -n "$2" ] && ! is_version "$found" "$2"; then echo "$found, want $2"; return 1; fi
  [ "$3" != yes ] || is_locked "$1" "\${found#*:}" || { echo 'not held'; return 1; }
}

# is_locked NAME VERSION-RELEASE: dnf writes the epoch before the version, yum before the name
is_locked() {
  cat /etc/dnf/plugins/versionlock.list /etc/yum/pluginconf.d/versionlock.list 2>/dev/null |
    sed 's/^[0-9]*://; s/-[0-9]*:/-/' | while IFS= read -r line; do
      case $line in "$1-$2" | "$1-$2."*) echo locked ;; esac
    done | grep -q locked
}
`;

const clients = sh`
# Runs a package client; waits while somebody else holds its lock, whom its last lines name. How long is decided here
# alone: a client that waits by itself would not come back in that time, or not at all.
patiently() {
  log=$(mktemp)
  busy_since=''
  while :; do
    { code=0; "$@" 2>&1 || code=$?; echo "$code" >"$log.code"; } | tee "$log" >&2
    code=$(cat "$log.code")
    if [ "$code" = 0 ] || ! grep -qiE ${BUSY} "$log"; then break; fi
    now=$(date +%s)
    busy_since=\${busy_since:-$now}
    [ $((now - busy_since)) -lt ${LOCK_WAIT_SECONDS} ] || { code=${APPLY_EXIT.packageManagerBusy}; break; }
    sleep 5
  done
  rm -f -- "$log" "$log.code"
  return "$code"
}

# needrestart lists what it would restart: neither a question nor a restart of what runs here.
apt() {
  DEBIAN_FRONTEND=noninteractive NEEDRESTART_MODE=l NEEDRESTART_SUSPEND=1 patiently apt-get -y -q \\
    -o DPkg::Lock::Timeout=0 -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold "$@"
}

# versionlock holds a version against us too; told nothing, both clients wait for a lock without end.
rpm_client() {
  client=$1
  shift
  patiently "$client" -y -q --disableexcludes=all --disableplugin=versionlock --setopt=obsoletes=0 \\
    --setopt=exit_on_lock=1 "$@"
}
`;

const applies = sh`
# apt_wanted NAME[=VERSION]: with the newest packaging that there is of the version
apt_wanted() {
  case $1 in *=*) ;; *) printf '%s\\n' "$1"; return ;; esac
  apt-cache madison -- "\${1%%=*}" 2>/dev/null | while IFS='| ' read -r name version rest; do
    is_version "$version" "\${1#*=}" || continue
    printf '%s=%s\\n' "$name" "$version"
    break
  done
}

is_in_apt() {
  [ -n "$(apt_wanted "$1")" ] && apt-cache show --no-all-versions -- "\${1%%=*}" >/dev/null 2>&1
}

# install_apt PACKAGE[=VERSION]...: what apt knows may be too old for the server, which then has the files no more
install_apt() {
  [ -z "$(dpkg --audit 2>/dev/null)" ] || DEBIAN_FRONTEND=noninteractive patiently dpkg --force-confdef --force-confold --configure -a
  for wanted; do is_in_apt "$wanted" || { apt update; break; }; done
  chosen=''
  for wanted; do
    is_in_apt "$wanted" || { say "no source of packages on this node has $wanted"; return 1; }
    chosen="$chosen $(apt_wanted "$wanted")"
  done
  for again in yes no; do
    code=0
    apt install --no-install-recommends --allow-downgrades --allow-change-held-packages -- $chosen || code=$?
    case $code:$again in 0:* | ${APPLY_EXIT.packageManagerBusy}:* | *:no) return "$code" ;; esac
    apt update
  done
}

# install_rpm CLIENT PACKAGE[-VERSION]...: neither client takes an older version by install
install_rpm() {
  client=$1
  shift
  rpm_client "$client" install "$@"
  older=''
  for wanted; do rpm -q --whatprovides -- "$wanted" >/dev/null 2>&1 || rpm -q -- "$wanted" >/dev/null || older="$older $wanted"; done
  [ -z "$older" ] || rpm_client "$client" downgrade $older
}

# hold_rpm CLIENT NAME...
hold_rpm() {
  client=$1
  shift
  "$client" -q versionlock delete "$@" >/dev/null 2>&1 || true
  "$client" -q versionlock add "$@" >&2
}
`;

const refreshes = sh`
# refresh_apt REPOSITORY: this one alone; apt ends with 0 even where it could fetch nothing
refresh_apt() {
  errors=$(mktemp)
  code=0
  apt update -o "Dir::Etc::SourceList=sources.list.d/$1.list" -o Dir::Etc::SourceParts=- -o APT::Get::List-Cleanup=0 \\
    -o APT::Update::Error-Mode=any 2>"$errors" || code=$?
  cat -- "$errors" >&2
  if [ "$code" = 0 ] && grep -qE '^(Err:|W: (Failed to fetch|GPG error|Some index files))' "$errors"; then code=1; fi
  rm -f -- "$errors"
  return "$code"
}

# refresh_rpm CLIENT REPOSITORY
refresh_rpm() {
  client=$1
  rpm_client "$client" --disablerepo='*' --enablerepo="$2" clean expire-cache >/dev/null || true
  rpm_client "$client" --disablerepo='*' --enablerepo="$2" --setopt="$2.skip_if_unavailable=0" makecache
}
`;

/** How packages are looked at, installed and held, and repositories read, by apt, dnf and yum. */
export const packageLibrary = shLines([versions, checks, clients, applies, refreshes]);
