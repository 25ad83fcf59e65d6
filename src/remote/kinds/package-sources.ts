import type { PackageSourcesResource } from '../../resources/resource';
import { sh, type ShellText } from '../../ssh/shell';
import { STAMPS_DIRECTORY } from '../places';
import type { Kind } from './kind';

interface Directories {
  readonly sources: string;
  readonly keys: string;
}

/** Where each package client is told of repositories, and what Slipway calls its own files there. */
const PLACES: Readonly<Record<PackageSourcesResource['manager'], Directories>> = {
  apt: { sources: '/etc/apt/sources.list.d/slipway-*.list', keys: '/etc/apt/keyrings/slipway-*.asc' },
  dnf: { sources: '/etc/yum.repos.d/slipway-*.repo', keys: '/etc/pki/rpm-gpg/RPM-GPG-KEY-slipway-*' },
  yum: { sources: '/etc/yum.repos.d/slipway-*.repo', keys: '/etc/pki/rpm-gpg/RPM-GPG-KEY-slipway-*' },
};

/** A definition counts as ours by its name and its first line; a key by its name, where no other definition names it. */
const library = sh`
# is_kept PATH KEPT: one path a line
is_kept() { printf '%s\\n' "$2" | grep -qxF -- "$1"; }

# stale_sources SOURCES KEPT
stale_sources() {
  for file in $1; do
    [ -f "$file" ] && ! is_kept "$file" "$2" && head -n 1 -- "$file" | grep -q '^# Written by Slipway[.]' && echo "$file"
  done
  :
}

# stale_keys SOURCES KEYS KEPT
stale_keys() {
  stale=$(stale_sources "$1" "$3")
  for file in $2; do
    [ -f "$file" ] && ! is_kept "$file" "$3" || continue
    grep -lsF -- "$file" "\${1%/*}"/* | while IFS= read -r user; do is_kept "$user" "$stale" || echo "$user"; done | grep -q . || echo "$file"
  done
  :
}

# check_sources SOURCES KEYS KEPT
check_sources() {
  stale=$(stale_sources "$1" "$3"; stale_keys "$1" "$2" "$3")
  [ -z "$stale" ] || { echo "not in the cluster file any more: $(echo $stale)"; return 1; }
}

# apply_sources SOURCES KEYS KEPT STAMPS: a repository that comes back is read anew
apply_sources() {
  keys=$(stale_keys "$1" "$2" "$3")
  stale_sources "$1" "$3" | while IFS= read -r file; do
    id=\${file##*/}
    rm -f -- "$file" "$4/packages-\${id%.*}"
  done
  printf '%s\\n' "$keys" | while IFS= read -r file; do [ -z "$file" ] || rm -f -- "$file"; done
}
`;

type Wishes = Pick<PackageSourcesResource, 'manager' | 'keep'>;

/** `root` stands before the paths of a test's own. */
export function checkSources({ manager, keep }: Wishes, root = ''): ShellText {
  const { sources, keys } = PLACES[manager];
  return sh`check_sources ${[root + sources, root + keys, keep.map((path) => root + path).join('\n')]}`;
}

/** As `checkSources`. */
export function applySources({ manager, keep }: Wishes, root = ''): ShellText {
  const { sources, keys } = PLACES[manager];
  const kept = keep.map((path) => root + path).join('\n');
  return sh`apply_sources ${[root + sources, root + keys, kept, STAMPS_DIRECTORY]}`;
}

export const packageSources: Kind<PackageSourcesResource> = {
  library,
  subject: () => 'repositories of ours',
  check: (resource) => checkSources(resource),
  apply: (resource) => applySources(resource),
};
