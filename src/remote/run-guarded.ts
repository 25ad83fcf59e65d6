import { raw, sh, shLines, type ShellText } from '../ssh/shell';
import type { ExecOptions, ExecResult, Session } from '../ssh/session';
import { enterGuard, refuseByAnswer, toRefusal, type Writer } from './guard';
import { createNonce, decodeField, protocolLibrary, readAnswers } from './protocol';

/**
 * Runs a short script that writes, under the node's lock and fence; one round trip. Errors: RemoteError `node-busy`,
 * `superseded`, `other-cluster`, `not-claimed`, before the script's first line; SshError.
 */
export async function runGuarded(
  session: Session,
  writer: Writer,
  script: ShellText,
  options: ExecOptions = {},
): Promise<ExecResult> {
  const nonce = createNonce();
  const guarded = shLines([protocolLibrary(nonce), refuseByAnswer, enterGuard(writer), sh`${raw(script)}`]);
  const result = await session.run(guarded, options);
  const refusal = readAnswers(result.stdout, nonce).find((answer) => answer.word === 'refused');
  if (refusal) throw toRefusal(session.node, refusal.fields[0] ?? '', decodeField(refusal.fields[1]));
  return result;
}
