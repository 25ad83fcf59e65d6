import type { Fence } from '../../plan/fence';
import { raw, sh, shLines, type ShellText } from '../../ssh/shell';
import { enterGuard } from '../guard';
import { OPERATIONS_DIRECTORY, SCRIPTS_DIRECTORY } from '../places';
import { redactionFilter } from '../redact';
import { shellLibrary } from '../shell-library';

/** What the runner needs to know before the node has allotted the id, which it is started with as its argument. */
export interface RunnerInput {
  readonly verb: string;
  readonly fence: Fence;
  readonly timeoutSeconds: number;
  readonly lockWaitSeconds: number;
}

/**
 * The main process of an operation's unit. It waits for the node's lock, compares the fence, runs the script with a
 * time limit, and leaves one synced line in `exit`: `exited CODE`, `timed-out SECONDS` or `refused WHAT DETAIL`, then
 * the boot id. It ends with 0 whatever the script did, so that no failed unit stays behind.
 */
export function composeRunner({ verb, fence, timeoutSeconds, lockWaitSeconds }: RunnerInput): ShellText {
  return shLines([
    shellLibrary,
    sh`
export LC_ALL=C HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
outcome=${OPERATIONS_DIRECTORY}/$1
own=${SCRIPTS_DIRECTORY}/$1

finish() {
  printf '%s %s\\n' "$1" "$(cat /proc/sys/kernel/random/boot_id)" >"$outcome/exit.new"
  sync_path "$outcome/output"
  sync_path "$outcome/exit.new"
  mv -f -- "$outcome/exit.new" "$outcome/exit"
  sync_path "$outcome"
  rm -rf -- "$own"
  exit 0
}

refuse() {
  detail=$(printf %s "$2" | base64 -w 0)
  finish "refused $1 \${detail:--}"
}
`,
    enterGuard({ verb, fence, lockWaitSeconds }),
    sh`
started=$(date +%s)
{
  timeout -k 30 ${timeoutSeconds} sh "$own/script" </dev/null
  echo "$?" >"$own/code"
} 2>&1 | ${raw(redactionFilter)} >>"$outcome/output"
code=$(cat -- "$own/code")
case $code in
  124 | 137) [ $(($(date +%s) - started)) -lt ${timeoutSeconds} ] || finish ${`timed-out ${timeoutSeconds}`} ;;
esac
finish "exited \${code:-255}"`,
  ]);
}
