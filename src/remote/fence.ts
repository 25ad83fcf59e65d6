import type { Fence } from '../plan/fence';
import { sh, shLines } from '../ssh/shell';
import type { Session } from '../ssh/session';
import { garbledAnswer } from './check-steps';
import { fenceArguments, guardLibrary, refuseByAnswer, toRefusal } from './guard';
import { ISSUED_DIRECTORY, REQUEST_KEY_FILE } from './join-material/places';
import {
  DIAGNOSTICS_DIRECTORY,
  DOWNLOADS_DIRECTORY,
  FENCE_FILE,
  HOLDER_FILE,
  LOCK_FILE,
  OPERATIONS_DIRECTORY,
  RUNTIME_DIRECTORY,
  STATE_DIRECTORY,
} from './places';
import { createNonce, decodeField, protocolLibrary, readAnswers } from './protocol';
import { shellLibrary } from './shell-library';

/** Short writers end by then; an operation does not, and the claim is tried again. */
const LOCK_WAIT_SECONDS = 30;

/** The fence as it stands on a node. */
export interface NodeFence extends Fence {
  /** The run that holds it has ended: the next one may claim without asking. */
  readonly released: boolean;
}

const writeFence = sh`
# write_fence UID EPOCH HOLDER RELEASED
write_fence() {
  printf '{"clusterUid":%s,"epoch":%s,"holder":%s,"released":%s}\\n' "$1" "$2" "$3" "$4" |
    put_file ${FENCE_FILE} 0600 "$(self)"
}
`;

/** The text of the fence file as a value; undefined when there is none or it cannot be read. */
export function parseFence(text: string): NodeFence | undefined {
  try {
    const { clusterUid, epoch, holder, released } = JSON.parse(text) as Record<string, unknown>;
    if (typeof clusterUid !== 'string' || typeof epoch !== 'number' || typeof holder !== 'string') return undefined;
    return { clusterUid, epoch, holder, released: released === true };
  } catch {
    return undefined;
  }
}

/**
 * Afterwards the node takes writes that carry `fence` and refuses older ones. The epoch must be newer than the one that
 * stands, or the same of the same holder. `takeOver` is needed where another cluster, or a run of another workflow that
 * has not released the node, holds it. Waits for a running writer to end. Errors: RemoteError `superseded`, `held-by-run`,
 * `other-cluster`, `node-busy`; SshError.
 */
export async function claimFence(
  session: Session,
  fence: Fence,
  { takeOver = false }: { takeOver?: boolean } = {},
): Promise<void> {
  await runUnderLock(
    session,
    'claim',
    fence,
    sh`
claim() {
  if read_fence; then
    if [ "$fence_epoch" -gt "$2" ]; then refuse superseded "$fence"; fi
    if [ "$fence_epoch" -eq "$2" ] && [ "$fence_uid$fence_holder" != "$1$3" ]; then refuse superseded "$fence"; fi
    if [ "$fence_uid" != "$1" ] && [ "$4" != yes ]; then refuse other-cluster "$fence"; fi
    # A workflow has one open run: its earlier ones are over, released or not.
    case $fence_released:$4:$fence_holder in true:* | *:yes:* | *:*:"\${3%/*}"/*) ;; *) refuse held "$fence" ;; esac
  fi
  write_fence "$1" "$2" "$3" false
}
claim ${[...fenceArguments(fence), takeOver ? 'yes' : 'no']} && answer done`,
  );
}

/**
 * Marks the node as released by the run that holds it, and takes that run's join material from its tmpfs; cluster and
 * epoch stay, so older runs stay refused. A node that
 * this run does not hold (any more) is left alone. Errors: RemoteError `node-busy`; SshError.
 */
export async function releaseFence(session: Session, fence: Fence): Promise<void> {
  await runUnderLock(
    session,
    'release',
    fence,
    sh`
release() {
  read_fence || return 0
  [ "$fence_uid $fence_epoch $fence_holder" = "$1 $2 $3" ] || return 0
  rm -rf -- ${ISSUED_DIRECTORY} ${REQUEST_KEY_FILE}
  [ "$fence_released" = true ] || write_fence "$1" "$2" "$3" true
}
release ${fenceArguments(fence)} && answer done`,
  );
}

/**
 * Removes what Slipway keeps of a cluster on a node that this run holds: operations, logs, join material, the fence as the
 * last. What stands in /var/lib/slipway of programs that stay, stays: it says which build is in place. A node that is held
 * by nobody, or by another run, is left alone. Errors: RemoteError `node-busy`; SshError.
 */
export async function forgetFence(session: Session, fence: Fence): Promise<void> {
  const kept = [DIAGNOSTICS_DIRECTORY, DOWNLOADS_DIRECTORY, OPERATIONS_DIRECTORY];
  await runUnderLock(
    session,
    'forget',
    fence,
    sh`
forget() {
  read_fence || return 0
  [ "$fence_uid $fence_epoch $fence_holder" = "$1 $2 $3" ] || return 0
  # The lock is held while this runs: nobody may make another one.
  find ${RUNTIME_DIRECTORY} -mindepth 1 -maxdepth 1 ! -path ${LOCK_FILE} ! -path ${HOLDER_FILE} -exec rm -rf -- {} +
  rm -rf -- ${kept} && rm -f -- ${FENCE_FILE} && sync_path ${`${STATE_DIRECTORY}/`}
}
forget ${fenceArguments(fence)} && answer done`,
  );
}

async function runUnderLock(session: Session, verb: string, fence: Fence, body: ReturnType<typeof sh>): Promise<void> {
  const nonce = createNonce();
  const script = shLines([
    protocolLibrary(nonce),
    refuseByAnswer,
    shellLibrary,
    guardLibrary,
    writeFence,
    sh`lock_node ${LOCK_WAIT_SECONDS} ${verb} ${fence.holder}`,
    body,
  ]);
  const result = await session.run(script, { timeoutMs: (LOCK_WAIT_SECONDS + 30) * 1000 });
  const answers = readAnswers(result.stdout, nonce);
  const refused = answers.find(({ word }) => word === 'refused');
  if (refused) throw toRefusal(session.node, refused.fields[0] ?? '', decodeField(refused.fields[1]));
  if (!answers.some(({ word }) => word === 'done')) throw garbledAnswer(session.node, `the ${verb}`, result.stderr);
}
