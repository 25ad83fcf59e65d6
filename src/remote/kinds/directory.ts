import type { DirectoryResource } from '../../resources/resource';
import { sh } from '../../ssh/shell';
import { bareMode } from './file';
import type { Kind } from './kind';

const library = sh`
# check_directory PATH MODE
check_directory() {
  if [ ! -e "$1" ]; then echo 'missing'; return 1; fi
  if [ ! -d "$1" ]; then echo 'not a directory'; return 1; fi
  mode=$(stat -L -c %a -- "$1")
  [ "$mode" = "$2" ] || { echo "mode 0$mode, want 0$2"; return 1; }
}
`;

export const directory: Kind<DirectoryResource> = {
  library,
  subject: ({ path }) => path,
  check: ({ path, mode }) => sh`check_directory ${path} ${bareMode(mode)}`,
  apply: ({ path, mode }) => sh`mkdir -p -- ${path} && chmod -- ${mode} ${path}`,
};
