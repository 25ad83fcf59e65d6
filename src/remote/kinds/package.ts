import type { PackageResource } from '../../resources/resource';
import { raw, sh, shLines, type ShellText } from '../../ssh/shell';
import { APPLY_EXIT } from '../exit-codes';
import type { Kind } from './kind';

const library = sh`
# check_apt NAME VERSION HOLD
check_apt() {
  found=$(dpkg-query -W -f '\${Status}|\${Version}' -- "$1" 2>/dev/null) || found='unknown ok not-installed|'
  case $found in
    *' ok installed|'*) ;;
    *' not-installed|'* | *' config-files|'*) echo 'not installed'; return 1 ;;
    *) echo 'half installed'; return 1 ;;
  esac
  if [ -n "$2" ] && [ "\${found#*|}" != "$2" ]; then echo "\${found#*|}, want $2"; return 1; fi
  case $3:$found in yes:hold*) ;; yes:*) echo 'not held'; return 1 ;; esac
}

# check_dnf NAME VERSION HOLD
check_dnf() {
  found=$(rpm -q --qf '%{VERSION}-%{RELEASE}\\n' -- "$1" 2>/dev/null | tail -n 1)
  case $found in '' | *' '*) echo 'not installed'; return 1 ;; esac
  if [ -n "$2" ] && [ "$found" != "$2" ] && [ "\${found%-*}" != "$2" ]; then echo "$found, want $2"; return 1; fi
  [ "$3" != yes ] || grep -qs -- "$1-" /etc/dnf/plugins/versionlock.list /etc/yum/pluginconf.d/versionlock.list || {
    echo 'not held'
    return 1
  }
}

# Runs a package manager; waits up to five minutes while somebody else holds its lock.
patiently() {
  log=$(mktemp)
  tries=0
  while :; do
    { code=0; "$@" 2>&1 || code=$?; echo "$code" >"$log.code"; } | tee "$log" >&2
    code=$(cat "$log.code")
    if [ "$code" = 0 ] || ! grep -qiE 'could not get lock|is another process using it|waiting for process' "$log"; then break; fi
    tries=$((tries + 1))
    [ "$tries" -lt 60 ] || { code=${APPLY_EXIT.packageManagerBusy}; break; }
    sleep 5
  done
  rm -f -- "$log" "$log.code"
  return "$code"
}

apt() {
  DEBIAN_FRONTEND=noninteractive patiently apt-get -y -q -o DPkg::Lock::Timeout=120 \\
    -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold "$@"
}

# install_apt PACKAGE[=VERSION]...
install_apt() {
  [ -z "$(dpkg --audit 2>/dev/null)" ] || DEBIAN_FRONTEND=noninteractive patiently dpkg --force-confdef --force-confold --configure -a
  for wanted; do
    apt-cache show --no-all-versions -- "$wanted" >/dev/null 2>&1 || { apt update; break; }
  done
  apt install --no-install-recommends --allow-downgrades --allow-change-held-packages -- "$@"
}

# install_dnf PACKAGE[-VERSION]...: dnf takes no older version by install
install_dnf() {
  dnf=$(command -v dnf || command -v yum)
  patiently "$dnf" -y -q --disableexcludes=all install "$@"
  for wanted; do
    rpm -q -- "$wanted" >/dev/null || patiently "$dnf" -y -q --disableexcludes=all downgrade "$wanted"
  done
}

# hold_dnf NAME...
hold_dnf() {
  dnf=$(command -v dnf || command -v yum)
  "$dnf" -q versionlock delete "$@" >/dev/null 2>&1 || true
  "$dnf" -q versionlock add "$@" >&2
}
`;

const checkWith = { apt: sh`check_apt`, dnf: sh`check_dnf` };
const installWith = { apt: sh`install_apt`, dnf: sh`install_dnf` };
const holdWith = { apt: sh`apt-mark hold`, dnf: sh`hold_dnf` };
const separator = { apt: '=', dnf: '-' };

function applyPackages(resources: readonly PackageResource[]): ShellText {
  const managers = new Set(resources.map(({ manager }) => manager));
  return shLines(
    [...managers].flatMap((manager) => {
      const mine = resources.filter((resource) => resource.manager === manager);
      const wanted = mine.map(({ name, version }) => (version ? name + separator[manager] + version : name));
      const held = mine.filter(({ hold }) => hold).map(({ name }) => name);
      const install = sh`${raw(installWith[manager])} ${wanted}`;
      return held.length === 0 ? [install] : [install, sh`${raw(holdWith[manager])} ${held}`];
    }),
  );
}

export const packageKind: Kind<PackageResource> = {
  library,
  subject: ({ name }) => name,
  check: ({ manager, name, version = '', hold }) =>
    sh`${raw(checkWith[manager])} ${name} ${version} ${hold ? 'yes' : ''}`,
  apply: (resource) => applyPackages([resource]),
  applyTogether: applyPackages,
  isLong: () => true,
};
