import type { Fence } from '../../plan/fence';
import { sh, shLines, type ShellText } from '../../ssh/shell';
import type { Session } from '../../ssh/session';
import { garbledAnswer } from '../check-steps';
import { RemoteError } from '../errors';
import { enterGuard, toRefusal } from '../guard';
import { createNonce, decodeField, protocolLibrary, readAnswers } from '../protocol';
import { redact } from '../redact';
import { shellLibrary } from '../shell-library';
import { DIGEST_DIGITS, toKeyPrefix } from './identity';
import { composeRunner } from './runner';
import { unitLibrary } from './unit-library';

/** How long the starter, and then the operation, waits for a writer that is there already. */
const START_LOCK_WAIT_SECONDS = 20;
/** The starter has let go by then; a short writer may have come between. */
const RUN_LOCK_WAIT_SECONDS = 120;
/** Outcomes that are kept on a node; older ones go. */
const KEPT_OPERATIONS = 40;

export interface OperationInput {
  readonly cluster: string;
  /** Kebab-case; shown to whoever waits for the node. */
  readonly verb: string;
  /** SHA-256 of everything that goes into the operation (`digestInput`). */
  readonly inputDigest: string;
  /** POSIX sh; it may hold secrets: it lives on tmpfs, readable by root only, until the operation ends. */
  readonly script: string;
  readonly timeoutSeconds: number;
  /** How much of the end of its output the outcome holds; left out: 4 KiB. */
  readonly tailBytes?: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly fence: Fence;
  /** Id from this attempt chain's own heartbeat: its outcome is wanted, running or not. Ignored for another verb. */
  readonly resume?: string;
}

export interface StartedOperation {
  readonly id: string;
  /** `attached`: it was there already, running, or as `resume` named it. */
  readonly how: 'started' | 'attached';
}

/**
 * One round trip. Afterwards an operation of this cluster, verb and digest runs on the node as the transient unit
 * `slipway-op-<id>`, started now or found running. A finished one is attached to only by `resume`, or where it was started
 * while this call waited for the node: then it is what this call asked for, and doing it again would do it twice.
 * Errors: RemoteError `node-busy`, `superseded`, `other-cluster`, `not-claimed`; SshError.
 */
export async function startOrAttach(session: Session, input: OperationInput): Promise<StartedOperation> {
  const nonce = createNonce();
  const script = composeStart(session.node, input, nonce);
  const result = await session.run(script, { timeoutMs: (START_LOCK_WAIT_SECONDS + 40) * 1000 });
  for (const { word, fields } of readAnswers(result.stdout, nonce)) {
    const [first = ''] = fields;
    if (word === 'started' || word === 'attached') return { id: first, how: word };
    if (word === 'refused') throw toRefusal(session.node, first, decodeField(fields[1]));
    if (word === 'failed') throw toStartFailure(session.node, input.verb, decodeField(first));
  }
  throw garbledAnswer(session.node, `starting ${input.verb}`, result.stderr);
}

function toStartFailure(node: string, verb: string, said: string): RemoteError {
  return new RemoteError('operation-failed', {
    node,
    cause: `systemd-run did not start ${verb}: ${redact(said).trim() || 'it gave no reason'}`,
    nextAction: 'Look at `systemctl is-system-running` and the free space of /run and /var on the node.',
  });
}

function composeStart(node: string, input: OperationInput, nonce: string): ShellText {
  const { cluster, verb, inputDigest, fence, timeoutSeconds } = input;
  const prefix = toKeyPrefix({ cluster, node, verb, inputDigest });
  const resume = input.resume?.startsWith(prefix.slice(0, -DIGEST_DIGITS)) ? input.resume : '';
  const runner = composeRunner({ verb, fence, timeoutSeconds, lockWaitSeconds: RUN_LOCK_WAIT_SECONDS });
  return shLines([
    protocolLibrary(nonce),
    shellLibrary,
    unitLibrary,
    startLibrary,
    sh`
prefix=${prefix}
[ ! -d "$operations/"${resume || '-'} ] || { answer attached ${resume}; exit 0; }
attach_if_running
asked_after=$(last_ordinal)`,
    enterGuard({ verb: `start ${verb}`, fence, lockWaitSeconds: START_LOCK_WAIT_SECONDS }),
    sh`
attach_if_running
attach_if_newer
forget_old
start ${verb} ${runner} ${exportEnvironment(input.env) + input.script}`,
  ]);
}

/** Values may hold secrets (a proxy's password): they go into the script, never into arguments or the unit. */
function exportEnvironment(env: Readonly<Record<string, string>> = {}): string {
  const lines = Object.entries(env).map(([name, value]) => {
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) throw new TypeError(`operation: '${name}' is no variable name`);
    return sh`export ${`${name}=${value}`}`;
  });
  return lines.map((line) => `${line}\n`).join('');
}

const startLibrary = sh`
# Whoever raced the starter waits for a lock that the operation itself holds by now: that is the one to attach to.
refuse() {
  [ "$1" != busy ] || { attach_if_running; attach_if_newer; }
  answer refused "$1" "$(encode "$2")"
  exit 1
}

attach_if_running() {
  for place in "$operations/$prefix"-*; do
    id=\${place##*/}
    if [ -d "$place" ] && ! has_ended "$id"; then
      answer attached "$id"
      exit 0
    fi
  done
}

last_ordinal() {
  last=0
  for place in "$operations/$prefix"-*; do
    ordinal=\${place##*-}
    case $ordinal in *[!0-9]*) ;; *) [ "$ordinal" -le "$last" ] || last=$ordinal ;; esac
  done
  printf %s "$last"
}

attach_if_newer() {
  newest=$(last_ordinal)
  [ "$newest" -gt "$asked_after" ] || return 0
  answer attached "$prefix-$newest"
  exit 0
}

forget_old() {
  [ ! -d "$scripts" ] || for id in $(ls -- "$scripts"); do
    ! has_ended "$id" || rm -rf -- "$scripts/\${id:?}"
  done
  [ -d "$operations" ] || return 0
  for id in $(ls -t -- "$operations" | tail -n +${KEPT_OPERATIONS}); do
    has_ended "$id" || continue
    rm -rf -- "$operations/\${id:?}"
    systemctl reset-failed "slipway-op-$id.service" 2>/dev/null
  done
}

# start VERB RUNNER SCRIPT
start() {
  umask 077
  id=$prefix-$(($(last_ordinal) + 1))
  mkdir -p -- "$operations/$id" "$scripts/$id" &&
    : >"$operations/$id/output" &&
    boot_id >"$operations/$id/boot" &&
    printf %s "$2" >"$scripts/$id/run" &&
    printf %s "$3" >"$scripts/$id/script" ||
    { answer failed "$(encode "cannot write under $operations or $scripts")"; exit 0; }
  if said=$(systemd-run --no-block --unit="slipway-op-$id" --description="Slipway $1" /bin/sh "$scripts/$id/run" "$id" 2>&1); then
    answer started "$id"
  else
    rm -rf -- "$operations/$id" "$scripts/$id"
    answer failed "$(encode "$said")"
  fi
}
`;
