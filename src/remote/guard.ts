import type { Fence } from '../plan/fence';
import { sh, shLines, type ShellText } from '../ssh/shell';
import { RemoteError } from './errors';
import { FENCE_FILE, HOLDER_FILE, LOCK_FILE, RUNTIME_DIRECTORY } from './places';

/** What a writer says of itself when it takes the node's lock; `verb` is shown to the one that has to wait. */
export interface Writer {
  readonly verb: string;
  readonly fence: Fence;
  readonly lockWaitSeconds: number;
}

/**
 * `lock_node SECONDS VERB HOLDER` takes the one lock of the node and keeps it until the script and everything it
 * started has ended (they inherit the file descriptor). `read_fence` sets $fence_uid, $fence_epoch, $fence_holder and
 * $fence_released, as JSON. They end with `refuse WHAT DETAIL`, which the carrier of the script defines.
 */
export const guardLibrary = sh`
lock_node() {
  mkdir -p -m 0700 -- ${RUNTIME_DIRECTORY}
  exec 9>>${LOCK_FILE}
  flock -w "$1" 9 || refuse busy "$(cat -- ${HOLDER_FILE} 2>/dev/null)"
  printf '%s, since %s, for %s\\n' "$2" "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$3" >${HOLDER_FILE}
}

read_fence() {
  fence_uid='' fence_epoch='' fence_holder='' fence_released=''
  [ -e ${FENCE_FILE} ] || return 1
  IFS= read -r fence <${FENCE_FILE} || true
  fence_uid=\${fence#'{"clusterUid":'} fence_uid=\${fence_uid%%',"epoch":'*}
  fence_epoch=\${fence#*',"epoch":'} fence_epoch=\${fence_epoch%%,*}
  fence_holder=\${fence#*',"holder":'} fence_holder=\${fence_holder%',"released":'*}
  fence_released=\${fence##*',"released":'} fence_released=\${fence_released%'}'}
  # What nobody can read counts as somebody else's.
  case $fence_epoch in '' | *[!0-9]*) fence_uid='' fence_epoch=-1 fence_holder='' fence_released=false ;; esac
}

# require_fence UID EPOCH HOLDER
require_fence() {
  read_fence || refuse unclaimed ''
  [ "$fence_epoch" -ge 0 ] || refuse unclaimed "$fence"
  [ "$fence_uid" = "$1" ] || refuse other-cluster "$fence"
  [ "$fence_epoch" -le "$2" ] || refuse superseded "$fence"
  [ "$fence_epoch" -eq "$2" ] || refuse unclaimed "$fence"
  [ "$fence_holder" = "$3" ] || refuse superseded "$fence"
  [ "$fence_released" = false ] || refuse superseded "$fence"
}
`;

/** The fence as arguments of the functions above. */
export function fenceArguments({ clusterUid, epoch, holder }: Fence): [string, number, string] {
  return [JSON.stringify(clusterUid), epoch, JSON.stringify(holder)];
}

/** Takes the lock and compares the fence; everything after it may write. */
export function enterGuard({ verb, fence, lockWaitSeconds }: Writer): ShellText {
  return shLines([
    guardLibrary,
    sh`lock_node ${lockWaitSeconds} ${verb} ${fence.holder}`,
    sh`require_fence ${fenceArguments(fence)}`,
  ]);
}

/** For a script whose answers go to stdout: `refuse` answers and ends the script. Needs `protocolLibrary`. */
export const refuseByAnswer = sh`refuse() { answer refused "$1" "$(encode "$2")"; exit 1; }`;

/** The typed error of a refusal: `what` and `detail` as `refuse` got them. */
export function toRefusal(node: string, what: string, detail: string): RemoteError {
  const holder = describeHolder(detail);
  switch (what) {
    case 'busy':
      return new RemoteError('node-busy', {
        node,
        cause: `another writer holds the node: ${detail.trim() || 'it did not say which'}`,
        nextAction: 'It is tried again until that one has ended.',
      });
    case 'other-cluster':
      return new RemoteError('other-cluster', {
        node,
        cause: `the node belongs to another cluster (${holder})`,
        nextAction: 'Take it out of the cluster file, or approve taking it over in a new run.',
      });
    case 'superseded':
      return new RemoteError('superseded', {
        node,
        cause: `a newer run holds the node (${holder})`,
        nextAction: 'Follow that run; this one writes nothing more here.',
      });
    case 'held':
      return new RemoteError('held-by-run', {
        node,
        cause: `a run that has not ended holds the node (${holder})`,
        nextAction: 'Wait for it to end, or approve taking the node over.',
      });
    default:
      return new RemoteError('not-claimed', {
        node,
        cause: detail === '' ? `${FENCE_FILE} is missing` : `${FENCE_FILE} does not name this run (${holder})`,
        nextAction: 'Start the operation again: it claims the node first.',
      });
  }
}

function describeHolder(fence: string): string {
  try {
    const { holder, epoch } = JSON.parse(fence) as { holder: unknown; epoch: unknown };
    return `${String(holder)}, epoch ${String(epoch)}`;
  } catch {
    return fence.trim().slice(0, 200) || 'nobody';
  }
}
