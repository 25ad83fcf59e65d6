import { createHash } from 'node:crypto';
import type { FileResource } from '../../resources/resource';
import { sh } from '../../ssh/shell';
import type { Kind } from './kind';

const library = sh`
# lines_apart PATH < wanted: how many lines are on one side only, the larger of both sides
lines_apart() {
  sort | { sort -- "$1" | comm -3 - /dev/fd/3; } 3<&0 | {
    here=0 there=0 tab=$(printf '\\t')
    while IFS= read -r line || [ -n "$line" ]; do
      case $line in "$tab"*) there=$((there + 1)) ;; *) here=$((here + 1)) ;; esac
    done
    [ "$here" -gt "$there" ] && echo "$here" || echo "$there"
  }
}

# check_file PATH MODE OWNER SHA256 CONTENT
check_file() {
  if [ -L "$1" ]; then echo 'a symbolic link, want a file'; return 1; fi
  if [ ! -e "$1" ]; then echo 'missing'; return 1; fi
  if [ ! -f "$1" ]; then echo 'not a regular file'; return 1; fi
  why=''
  mode=$(stat -c %a -- "$1")
  [ "$mode" = "$2" ] || why="mode 0$mode, want 0$2"
  owner=$(stat -c '%U:%G %u:%g' -- "$1")
  case " $owner " in *" $3 "*) ;; *) why="\${why:+$why; }owner \${owner% *}, want $3" ;; esac
  sum=$(sha256sum <"$1")
  if [ "\${sum%% *}" != "$4" ]; then
    count=$(printf %s "$5" | lines_apart "$1")
    case $count in
      0) what='order or line endings differ' ;;
      1) what='1 line differs' ;;
      *) what="$count lines differ" ;;
    esac
    why="\${why:+$why; }$what"
  fi
  [ -z "$why" ] || { echo "$why"; return 1; }
}
`;

/** The octal mode as stat prints it: without leading zeros. */
export function bareMode(mode: string): string {
  return Number.parseInt(mode, 8).toString(8);
}

export const file: Kind<FileResource> = {
  library,
  subject: ({ path }) => path,
  check: ({ path, mode, owner = 'root:root', content }) => {
    const sum = createHash('sha256').update(content).digest('hex');
    return sh`check_file ${path} ${bareMode(mode)} ${owner} ${sum} ${content}`;
  },
  apply: ({ path, mode, owner = 'root:root', content }) => sh`printf %s ${content} | put_file ${path} ${mode} ${owner}`,
};
