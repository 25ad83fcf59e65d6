import type { Fence } from '../../plan/fence';
import { sh, shLines, type ShellText } from '../../ssh/shell';

/**
 * `note_found`: the names of all traces, and of those that a script of the same run found before it was cut off, are
 * kept in the file. `tell_removed`: says `removed NAME` for each that is gone; says `left NAME` for any that there is,
 * and ends with 1, or the file goes. It is written before anything is removed: who comes after a cut finds the rest alone.
 */
export function foundLibrary(file: string, { clusterUid, epoch }: Pick<Fence, 'clusterUid' | 'epoch'>): ShellText {
  return shLines([
    sh`
found_file=${file}
found_by=${`${clusterUid} ${epoch}`}`,
    sh`
list_names() { list_traces | cut -f 1; }

found_before() {
  [ "$(head -n 1 -- "$found_file" 2>/dev/null)" != "$found_by" ] || tail -n +2 -- "$found_file"
}

note_found() {
  mkdir -p -- "\${found_file%/*}"
  { printf '%s\\n' "$found_by"; found_before; list_names; } | awk 'NF && !seen[$0]++' >"$found_file.new"
  sync -d -- "$found_file.new" 2>/dev/null || sync
  mv -f -- "$found_file.new" "$found_file"
}

tell_removed() {
  left=$(list_names)
  found_before | while IFS= read -r what; do
    printf '%s\\n' "$left" | grep -qxF -- "$what" || echo "removed $what"
  done
  [ -z "$left" ] || { printf '%s\\n' "$left" | sed 's/^/left /'; return 1; }
  rm -f -- "$found_file"
}
`,
  ]);
}
