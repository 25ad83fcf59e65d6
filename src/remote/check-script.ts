import type { Resource } from '../resources/resource';
import { raw, sh, shLines, type ShellText } from '../ssh/shell';
import { kindOf } from './kinds';
import { shellLibrary } from './shell-library';

/** Function names are made of numbers only. */
export function nameFunction(prefix: 'check' | 'apply' | 'together', index: number): ShellText {
  return `${prefix}_${index}` as ShellText;
}

export function defineFunction(name: ShellText, body: ShellText): ShellText {
  return sh`${raw(name)}() {
${raw(body)}
}`;
}

function pick(resources: readonly Resource[], piece: 'library' | 'survey'): ShellText[] {
  const found = resources.map((resource) => kindOf(resource)[piece]).filter((text) => text !== undefined);
  return [...new Set(found)];
}

/** Defines `check_<index>` for every resource, `survey` for what they share, and `look_at` that runs one of them. */
export function defineChecks(resources: readonly Resource[]): ShellText {
  return shLines([
    shellLibrary,
    ...pick(resources, 'library'),
    defineFunction('survey' as ShellText, shLines([sh`:`, ...pick(resources, 'survey')])),
    ...resources.map((resource, index) =>
      defineFunction(nameFunction('check', index), kindOf(resource).check(resource)),
    ),
    sh`
# look_at INDEX: sets $state and $reason
look_at() {
  state=0
  reason=$("check_$1" 2>&1 </dev/null) || state=$?
  case $state in
    0 | 1 | 3) ;;
    *) reason="its check ended with $state\${reason:+: $reason}" state=1 ;;
  esac
}

# report_all COUNT
report_all() {
  survey
  index=0
  while [ "$index" -lt "$1" ]; do
    look_at "$index"
    answer resource "$index" "$state" "$(encode "$reason")"
    index=$((index + 1))
  done
  answer end "$1"
}
`,
  ]);
}
