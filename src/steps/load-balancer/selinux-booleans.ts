import type { Resource } from '../../resources/resource';
import { sh, type ShellText } from '../../ssh/shell';

const DIRECTORY = '/sys/fs/selinux/booleans';

/** SELinux, where it is on and its policy has these booleans, allows what they stand for, now and after a reboot. */
export function allowBySelinux(booleans: readonly string[]): Resource[] {
  if (booleans.length === 0) return [];
  return [
    {
      kind: 'command',
      title: `SELinux allows ${booleans.join(' and ')}`,
      check: checkBooleans(booleans),
      apply: applyBooleans(booleans),
      // The policy is built anew, which takes many seconds.
      long: true,
      disruption: 'none',
    },
  ];
}

/** The kernel tells of a boolean what it is now and what it would be once committed. A test brings its own directory. */
export function checkBooleans(booleans: readonly string[], directory = DIRECTORY): ShellText {
  return sh`
off=''
for boolean in ${booleans}; do
  case $(cat ${directory}/"$boolean" 2>/dev/null) in 0*) off="$off $boolean" ;; esac
done
[ -z "$off" ] || { echo "off:$off"; exit 1; }`;
}

/** As `checkBooleans`. */
export function applyBooleans(booleans: readonly string[], directory = DIRECTORY): ShellText {
  return sh`
on=''
for boolean in ${booleans}; do
  [ ! -e ${directory}/"$boolean" ] || on="$on $boolean=1"
done
[ -z "$on" ] || setsebool -P $on`;
}
