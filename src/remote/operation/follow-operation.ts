import { StringDecoder } from 'node:string_decoder';
import { sh, shLines, type ShellText } from '../../ssh/shell';
import type { Session } from '../../ssh/session';
import { garbledAnswer } from '../check-steps';
import { RemoteError } from '../errors';
import { toRefusal } from '../guard';
import { createNonce, decodeField, protocolLibrary, readAnswers, type Answer } from '../protocol';
import { redact } from '../redact';
import { unitLibrary } from './unit-library';

/** A poll answers within seconds, output or not. */
const POLL_TIMEOUT_MS = 30_000;
const CHUNK_BYTES = 49_152;
const TAIL_BYTES = 4096;

export interface FollowOptions {
  /** Bytes of the output that were seen already. */
  readonly fromOffset?: number;
  /** New output, redacted, and the offset behind it. */
  readonly onOutput?: (text: string, offset: number) => void;
  /** After every poll, also when nothing was said. */
  readonly onPoll?: (offset: number) => void;
  /** How much of the end of the output is returned. */
  readonly tailBytes?: number;
  /** Aborting stops following and rejects with `signal.reason`; the operation goes on. */
  readonly signal?: AbortSignal;
}

export interface OperationOutcome {
  readonly exitCode: number;
  /** The end of the output, redacted; at most 4 KiB where nobody asked for more. */
  readonly tail: string;
}

/**
 * Polls until the operation has ended, one long-poll round trip after the other, and returns what it ended with.
 * Errors: RemoteError `operation-lost` (no exit code stands and none will come), `operation-timed-out`, the refusals
 * of the node's lock and fence; SshError when the connection dies: follow again over a new session.
 */
export async function followOperation(
  session: Session,
  id: string,
  { fromOffset = 0, onOutput, onPoll, tailBytes = TAIL_BYTES, signal }: FollowOptions = {},
): Promise<OperationOutcome> {
  const decoder = new StringDecoder('utf8');
  let offset = fromOffset;
  for (;;) {
    signal?.throwIfAborted();
    const { bytes, state, tail } = await poll(session, { id, offset, tailBytes }, signal);
    offset += bytes.length;
    const text = decoder.write(bytes);
    if (text !== '') onOutput?.(redact(text), offset);
    onPoll?.(offset);
    if (state.word !== 'running' && bytes.length < CHUNK_BYTES) return toOutcome(session.node, id, state, tail);
  }
}

interface PollRequest {
  readonly id: string;
  readonly offset: number;
  readonly tailBytes: number;
}

async function poll(session: Session, request: PollRequest, signal: AbortSignal | undefined) {
  const nonce = createNonce();
  const result = await session.run(composePoll(request, nonce), {
    timeoutMs: POLL_TIMEOUT_MS,
    ...(signal && { signal }),
  });
  const answers = readAnswers(result.stdout, nonce);
  const [state] = answers;
  const output = answers.find(({ word }) => word === 'output');
  const tail = answers.find(({ word }) => word === 'tail');
  if (state === undefined || output === undefined) {
    throw garbledAnswer(session.node, `following ${request.id}`, result.stderr);
  }
  return { bytes: Buffer.from(output.fields[0] ?? '', 'base64'), state, tail: decodeField(tail?.fields[0]) };
}

function toOutcome(node: string, id: string, { word, fields }: Answer, tail: string): OperationOutcome {
  const [first = '', detail] = fields;
  if (word === 'exited') return { exitCode: Number(first), tail: redact(tail) };
  if (word === 'refused') throw toRefusal(node, first, decodeField(detail));
  if (word === 'timed-out') {
    throw new RemoteError('operation-timed-out', {
      node,
      cause: `${id} did not end within ${first} s${describeTail(tail)}`,
      nextAction: `Look at 'journalctl -u slipway-op-${id}' on the node, then retry.`,
    });
  }
  throw new RemoteError('operation-lost', {
    node,
    cause: `${id} ended without an exit code: ${first === 'other-boot' ? 'the node has rebooted' : 'it was killed, or the node lost power'}`,
    nextAction: 'The node is looked at anew and the work goes on from what is found there.',
  });
}

function describeTail(tail: string): string {
  const line = redact(tail).trim().split('\n').at(-1) ?? '';
  return line === '' ? '' : `; its last line: ${line.slice(0, 300)}`;
}

/**
 * Waits up to 1.6 s for the end or for output; when there is output, a little longer for more of it. The outcome is
 * read before the output, so that an operation that ended has shown everything.
 */
function composePoll({ id, offset, tailBytes }: PollRequest, nonce: string): ShellText {
  return shLines([
    protocolLibrary(nonce),
    unitLibrary,
    sh`
outcome=$operations/${id}
seen=${offset}
state=running
turn=0
while [ "$turn" -lt 8 ] && [ ! -e "$outcome/exit" ]; do
  size=$(stat -c %s -- "$outcome/output" 2>/dev/null || echo 0)
  [ "$size" -le "$seen" ] || [ "$turn" -lt 2 ] || break
  if [ "$turn" -eq 0 ] && ! is_running ${id}; then
    is_of_this_boot ${id} && state='lost same-boot' || state='lost other-boot'
    break
  fi
  turn=$((turn + 1))
  sleep 0.2
done
[ ! -e "$outcome/exit" ] || state=$(cat -- "$outcome/exit")
answer $state
answer output "$(tail -c +$((seen + 1)) -- "$outcome/output" 2>/dev/null | head -c ${CHUNK_BYTES} | base64 -w 0)"
if [ "$state" = running ]; then exit 0; fi
answer tail "$(tail -c ${tailBytes} -- "$outcome/output" 2>/dev/null | base64 -w 0)"
systemctl reset-failed "slipway-op-"${id}".service" 2>/dev/null`,
  ]);
}
